import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CreditMovesDocument, StoreCreditDocument } from '../../src/gen/credit';
import { session } from '../../src/lib/api/session.svelte';
import { credit as words } from '../../src/lib/i18n/en/credit';
import { shell } from '../../src/lib/i18n/en/shell';
import Credit from '../../src/screens/credit/Credit.svelte';
import AccountMenu from '../../src/ui/AccountMenu.svelte';
import { Server } from '../server';
import { usd } from './offers/wishes';

const came = {
  id: 'c2',
  at: '2026-11-20T12:00:00Z',
  text: 'Back for Linen overshirt',
  caseId: 'k1',
  amount: usd(5760),
};
const went = { ...came, id: 'c1', text: 'Paid for Wool hat', caseId: null, amount: usd(-1200) };
let server: Server;

const answer = (nodes: object[], storeCredit: object[], endCursor: string | null = null) => ({
  viewer: {
    storeCredit,
    storeCreditMoves: { nodes, pageInfo: { hasNextPage: !!endCursor, endCursor } },
  },
});

beforeEach(() => {
  server = new Server();
});
afterEach(() => {
  server.close();
  session.account = null;
});

test('it says what there is, and what it came and went for, a page at a time', async () => {
  server.answer(CreditMovesDocument, ({ after }) =>
    after ? answer([went], [usd(4560)]) : answer([came], [usd(4560)], 'next'),
  );
  render(Credit);
  expect(await screen.findByRole('heading', { name: words.have('$45.60') })).toBeTruthy();
  const link = screen.getByRole('link', { name: came.text });
  expect(link.getAttribute('href')).toBe('/case/k1');
  await fireEvent.click(screen.getByRole('button', { name: shell.more }));
  expect(await screen.findByText(went.text)).toBeTruthy();
  expect(screen.queryByRole('link', { name: went.text })).toBeNull();
  expect(screen.getByText('−$12.00')).toBeTruthy();
  expect(screen.queryByRole('button', { name: shell.more })).toBeNull();
});

test('without any there is an empty page that says what would stand here', async () => {
  server.answer(CreditMovesDocument, () => answer([], []));
  render(Credit);
  expect(await screen.findByText(words.noneText)).toBeTruthy();
});

async function openedMenu(storeCredit: object[]): Promise<void> {
  server.answer(StoreCreditDocument, () => ({ viewer: { storeCredit } }));
  session.account = { id: 'a', name: 'Hana', role: 'SHOPPER' } as typeof session.account;
  const { container } = render(AccountMenu);
  const menu = container.querySelector('#account') as HTMLElement;
  menu.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
}

test('the menu of the account tells it, and leads there', async () => {
  await openedMenu([usd(4560)]);
  const link = await screen.findByRole('link', { name: /\$45\.60/, hidden: true });
  expect(link.getAttribute('href')).toBe('/credit');
});

test('the menu says nothing of it where there is none', async () => {
  await openedMenu([]);
  await expect.poll(() => server.askedLast(StoreCreditDocument)).toBeTruthy();
  expect(screen.queryByText(words.pay)).toBeNull();
});
