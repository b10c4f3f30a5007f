import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  DropExchangeDocument,
  ExchangeOptionsDocument,
  HoldExchangeDocument,
} from '../../src/gen/exchange';
import { cases, Followed, type ReturnCase } from '../../src/lib/api/shelf.svelte';
import { exchange as words } from '../../src/lib/i18n/en/exchange';
import OtherSize from '../../src/screens/exchange/OtherSize.svelte';
import { mayExchange, Other } from '../../src/screens/exchange/other.svelte';
import { swapFor } from '../../src/screens/exchange/swap.svelte';
import { Server } from '../server';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const shirt = (size: string, colour = 'Indigo') => ({
  title: 'Linen overshirt',
  size,
  colour,
  category: 'clothing',
  picture: null,
});
const option = (size: string, colour = 'Indigo') => ({
  variantId: `v-${size}-${colour}`,
  item: shirt(size, colour),
  source: 'STOCK',
  price: usd(5760),
  difference: usd(640),
  sentence: `Fresh from our stock, ${size}. $6.40 goes back to your Visa.`,
});
const held = {
  id: 'c.x01',
  item: shirt('L'),
  source: 'STOCK',
  status: 'HELD',
  price: usd(5760),
  difference: usd(640),
  orderNumber: 'EX-7F3K',
  because: null,
  sentence: 'Linen overshirt, L, is held for you.',
};

function caseWith(more: object = {}): ReturnCase {
  const found = {
    id: 'c',
    version: 1,
    stage: 'APPROVED',
    reason: 'SIZE_TOO_SMALL',
    item: shirt('M'),
    shipment: null,
    exchange: null,
    ...more,
  };
  return found as unknown as ReturnCase;
}

let server: Server;
let offered: object[];
beforeEach(() => {
  offered = [option('L'), option('XL')];
  server = new Server();
  server.answer(ExchangeOptionsDocument, () => ({
    returnCase: { exchangeOptions: offered, exchangeNote: null },
  }));
});
afterEach(() => server.close());

const answerWith = (found: ReturnCase) => ({ ...found, __typename: 'ReturnCase' });
const show = async (found: ReturnCase) => render(OtherSize, { found, swap: await swapFor(found) });

describe('the other size is asked about', () => {
  test.each(['SIZE_TOO_SMALL', 'SIZE_TOO_LARGE', 'COLOR', 'STYLE'])('for %s', (reason) => {
    expect(mayExchange(caseWith({ reason }))).toBe(true);
  });

  test.each([
    { reason: 'DEFECTIVE' },
    { stage: 'CANCELED' },
    { shipment: { firstScanAt: '2026-11-22T18:02:00Z' } },
  ])('and not with %o', (given) => {
    expect(mayExchange(caseWith(given))).toBe(false);
  });

  test('and a screen waits for it, but not where there is nothing to wait for', async () => {
    cases.put(caseWith({ id: 'fits', reason: 'UNWANTED' }));
    expect(new Other(new Followed(cases, 'fits')).ready).toBe(true);
    cases.put(caseWith());
    const other = new Other(new Followed(cases, 'c'));
    expect(other.ready).toBe(false);
    await vi.waitFor(() => expect(other.ready).toBe(true));
    expect(other.swap?.choice.exchangeOptions).toHaveLength(2);
  });
});

describe('what there is', () => {
  test('is said in a line, with price and what goes back behind a tap', async () => {
    await show(caseWith());
    expect(screen.getByRole('heading', { name: /right size instead/ }).textContent).toContain(
      words.first('Size L, Indigo', 1),
    );
    const radio = screen.getByRole('radio', { name: /Size L/ }) as HTMLInputElement;
    expect(radio.checked).toBe(true);
    expect(radio.closest('label')?.textContent).toContain('$57.60');
    expect(radio.closest('label')?.textContent).toContain('$6.40 goes back to your Visa.');
  });

  test('is named another one where the color was not right', async () => {
    await show(caseWith({ reason: 'COLOR' }));
    expect(
      screen.getByRole('heading', { name: new RegExp(`^${words.other.slice(0, -1)}`) }),
    ).toBeTruthy();
  });

  test('is three at first, and all of them on demand', async () => {
    offered = ['S', 'L', 'XL', 'XXL', '3XL'].map((size) => option(size));
    await show(caseWith());
    expect(screen.getAllByRole('radio')).toHaveLength(3);
    await fireEvent.click(screen.getByRole('button', { name: words.all(5) }));
    expect(screen.getAllByRole('radio')).toHaveLength(5);
  });

  test('is nothing where there is none, and where nobody answers', async () => {
    offered = [];
    const { container, unmount } = await show(caseWith());
    expect(container.textContent?.trim()).toBe('');
    unmount();
    server.away = true;
    expect((await show(caseWith())).container.textContent?.trim()).toBe('');
  });

  test('is held as chosen', async () => {
    server.answer(HoldExchangeDocument, () => ({
      holdExchange: answerWith(caseWith({ version: 2, exchange: held })),
    }));
    await show(caseWith());
    await fireEvent.click(screen.getByRole('radio', { name: /Size XL/ }));
    await fireEvent.click(screen.getByRole('button', { name: words.hold }));
    await vi.waitFor(() => expect(cases.get('c')?.exchange?.status).toBe('HELD'));
    expect(server.asked.at(-1)?.variables.input).toMatchObject({
      caseId: 'c',
      variantId: 'v-XL-Indigo',
    });
  });

  test('is looked at again when the last one has just gone', async () => {
    server.answer(HoldExchangeDocument, () => {
      offered = [option('XL')];
      const message = 'The last one has just gone.';
      return { holdExchange: { __typename: 'Refused', code: 'EXCHANGE_GONE', message } };
    });
    await show(caseWith());
    await fireEvent.click(screen.getByRole('button', { name: words.hold }));
    expect((await screen.findByRole('alert')).textContent).toContain('just gone');
    await vi.waitFor(() => expect(screen.queryByRole('radio', { name: /Size L,/ })).toBeNull());
  });
});

describe('what is held', () => {
  test('is said with the sum, and can be given up after a question', async () => {
    server.answer(DropExchangeDocument, () => ({
      dropExchange: answerWith(caseWith({ version: 9 })),
    }));
    await show(caseWith({ exchange: held }));
    expect(screen.getByText(held.sentence)).toBeTruthy();
    for (const sum of ['$64.00', '−$57.60', '$6.40']) expect(screen.getByText(sum)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.drop }));
    expect(screen.getByText(words.dropText)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.dropDo }));
    await vi.waitFor(() => expect(cases.get('c')?.version).toBe(9));
  });

  test('can no longer be given up once the wrong one was scanned', async () => {
    const shipment = { firstScanAt: '2026-11-22T18:02:00Z' };
    await show(caseWith({ shipment, exchange: { ...held, status: 'RELEASED' } }));
    expect(screen.getByRole('region', { name: words.sent })).toBeTruthy();
    expect(screen.queryByRole('button', { name: words.drop })).toBeNull();
  });

  test('and is gone after all is said, beside what else there is', async () => {
    const because = { code: 'SOLD_OUT', message: 'There are none left.' };
    await show(caseWith({ exchange: { ...held, status: 'ENDED', because } }));
    expect(screen.getByText(words.gone)).toBeTruthy();
    expect(screen.getAllByRole('radio')).toHaveLength(2);
  });
});
