import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskWaysDocument } from '../../../src/gen/desk-routes';
import type { ReturnCase } from '../../../src/lib/api/shelf.svelte';
import { ways as words } from '../../../src/lib/i18n/en/ways';
import Decided from '../../../src/screens/agent/ways/Decided.svelte';
import Ways from '../../../src/screens/agent/ways/Ways.svelte';
import { kilograms, type Way } from '../../../src/screens/agent/ways/way';
import { Server } from '../../server';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const peer: Way = {
  route: 'P2P',
  title: 'Straight to its next owner',
  allowed: true,
  because: null,
  chosen: true,
  lines: [
    { code: 'SOLD', label: 'New price', amount: usd(6400) },
    { code: 'LABEL', label: 'Label to the next owner', amount: usd(-790) },
  ],
  net: usd(5610),
  daysToRefund: 1,
  km: 1306,
  co2eGrams: 960,
  method: 'Counted by kilometers and weight.',
};
const given: Way = {
  ...peer,
  route: 'DONATE',
  title: 'Given away',
  allowed: false,
  because: { message: 'The shop does not offer this way.' },
  chosen: false,
  net: usd(-1955),
  daysToRefund: 3,
};

let server: Server;
beforeEach(() => {
  server = new Server();
  server.answer(DeskWaysDocument, () => ({
    returnCase: {
      matchWhy: ['They had left word that they look for one.'],
      allRoutes: [peer, given],
    },
  }));
});
afterEach(() => server.close());

test('every way is compared in a row, with the rule that says no', () => {
  render(Ways, { ways: [peer, given] });
  const taken = screen.getByRole('row', { name: /Straight to its next owner/ });
  for (const text of ['$56.10', '1 day', '1,306 km', '1.0 kg', words.taken]) {
    expect(taken.textContent).toContain(text);
  }
  const closed = screen.getByRole('row', { name: /Given away/ });
  expect(closed.textContent).toContain('The shop does not offer this way.');
  expect(closed.textContent).toContain('−$19.55');
  expect(screen.getAllByText(peer.method)).toHaveLength(1);
});

test('a piece that is given away has that way marked, with what it costs', () => {
  const taken = { ...given, allowed: true, because: null, chosen: true };
  render(Ways, { ways: [{ ...peer, allowed: false, chosen: false }, taken] });
  const row = screen.getByRole('row', { name: /Given away/ });
  expect(row.classList.contains('closed')).toBe(false);
  expect(row.textContent).toContain(words.taken);
  expect(row.textContent).toContain('−$19.55');
});

test('the lines of a way are behind its name, one way at a time', async () => {
  render(Ways, { ways: [peer, given] });
  expect(screen.queryByText('New price')).toBeNull();
  const [first, second] = screen.getAllByRole('button');
  await fireEvent.click(first as HTMLElement);
  const sum = screen.getByRole('region', { name: words.lines(peer.title) });
  expect(within(sum).getByText('−$7.90')).toBeTruthy();
  expect(first?.getAttribute('aria-expanded')).toBe('true');
  await fireEvent.click(second as HTMLElement);
  expect(first?.getAttribute('aria-expanded')).toBe('false');
  expect(screen.getByRole('region', { name: words.lines(given.title) })).toBeTruthy();
});

test('nothing is asked for until somebody unfolds it', async () => {
  const found = { id: 'c', version: 1, match: { foundAt: '', distance: null } };
  render(Decided, { found: found as unknown as ReturnCase });
  expect(server.asked).toEqual([]);
  const [who] = screen.getAllByRole('group');
  (who as HTMLDetailsElement).open = true;
  expect(await screen.findByText('They had left word that they look for one.')).toBeTruthy();
});

test('why this buyer is not asked while there is none', () => {
  const found = { id: 'c', version: 1, match: null, listing: { status: 'LIVE' } };
  render(Decided, { found: found as unknown as ReturnCase });
  expect(screen.queryByText(words.who)).toBeNull();
  expect(screen.getByText(words.all)).toBeTruthy();
});

test.each([
  [1104, '1.1'],
  [-320, '−0.3'],
  [-20, '0.0'],
])('%i g are %s kg', (grams, said) => {
  expect(kilograms(grams)).toBe(said);
});
