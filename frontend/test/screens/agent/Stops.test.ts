import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PausePeerDocument, PeerStopsDocument, ResumePeerDocument } from '../../../src/gen/stops';
import { stops as words } from '../../../src/lib/i18n/en/stops';
import Stops from '../../../src/screens/agent/stops/Stops.svelte';
import { Server } from '../../server';

const categories = [{ name: 'shoes', label: 'Shoes' }];
const shoes = {
  scope: 'CATEGORY',
  name: 'shoes',
  since: '2026-11-20T18:00:00Z',
  because: 'SAFETY',
};
const nothing = {
  sentToWarehouse: 0,
  listings: 0,
  questions: 0,
  buyers: 0,
  codes: 0,
  onTheirWay: 0,
  told: 0,
  failed: 0,
};

let server: Server;
let standing: object[];
let swept: typeof nothing;
beforeEach(() => {
  standing = [shoes];
  swept = { ...nothing, sentToWarehouse: 3, buyers: 1, onTheirWay: 2, told: 5 };
  server = new Server();
  server.answer(PeerStopsDocument, () => ({ desk: { peerStops: standing } }));
  server.answer(PausePeerDocument, ({ input }) => ({
    pausePeer: {
      __typename: 'PeerStops',
      stops: [{ ...(input as object), since: '2026-11-22T18:00:00Z' }, ...standing],
      swept,
    },
  }));
  server.answer(ResumePeerDocument, () => ({ resumePeer: { __typename: 'PeerStops', stops: [] } }));
});
afterEach(() => server.close());

async function lookAt(sku: string): Promise<void> {
  await fireEvent.click(await screen.findByRole('button', { name: words.stop }));
  await fireEvent.input(screen.getByLabelText(words.sku), { target: { value: sku } });
  await fireEvent.click(screen.getByRole('button', { name: words.goOn }));
}

test('an agent reads what is stopped, since when and why, and has no button', async () => {
  render(Stops, { leads: false, categories });
  const row = (await screen.findByText('Shoes')).closest('li') as HTMLElement;
  expect(row.textContent).toContain(words.because.SAFETY);
  expect(row.textContent).toContain(words.since('Fri 20 Nov'));
  expect(screen.getByText(words.leads)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('a lead is told what a stop does before it is done, and what it did', async () => {
  render(Stops, { leads: true, categories });
  await lookAt(' LIN-M ');
  for (const effect of words.effects) expect(screen.getByText(effect)).toBeTruthy();
  expect(
    server.asked.some(({ documentId }) => documentId === PausePeerDocument.__meta__.hash),
  ).toBe(false);
  await fireEvent.click(screen.getByRole('button', { name: words.stopDo }));
  const told = await screen.findByRole('alert');
  expect(within(told).getByText(words.done('LIN-M'))).toBeTruthy();
  expect(
    within(told)
      .getAllByRole('listitem')
      .map((line) => line.textContent),
  ).toEqual([
    words.swept.sentToWarehouse(3),
    words.swept.buyers(1),
    words.swept.onTheirWay(2),
    words.swept.told(5),
  ]);
  expect(server.asked.at(-1)?.variables).toEqual({
    input: { scope: 'SKU', name: 'LIN-M', because: 'RECALL' },
  });
  expect(screen.getAllByText('LIN-M')).toBeTruthy();
});

test('everything is stopped without a name', async () => {
  swept = nothing;
  render(Stops, { leads: true, categories });
  await fireEvent.click(await screen.findByRole('button', { name: words.stop }));
  await fireEvent.click(screen.getByRole('radio', { name: words.scope.ALL }));
  await fireEvent.click(screen.getByRole('button', { name: words.goOn }));
  await fireEvent.click(screen.getByRole('button', { name: words.stopDo }));
  expect((await screen.findByRole('alert')).textContent).toContain(words.nothing);
  expect(server.asked.at(-1)?.variables).toEqual({
    input: { scope: 'ALL', name: '', because: 'RECALL' },
  });
});

test('what the catalogue does not have leads back to where it is typed', async () => {
  const message = 'There is no item with that number.';
  server.answer(PausePeerDocument, () => ({
    pausePeer: { __typename: 'Refused', code: 'UNKNOWN_SKU', message, field: 'name' },
  }));
  render(Stops, { leads: true, categories });
  await lookAt('NOPE');
  await fireEvent.click(screen.getByRole('button', { name: words.stopDo }));
  expect((await screen.findByRole('alert')).textContent).toContain(message);
  expect((screen.getByLabelText(words.sku) as HTMLInputElement).value).toBe('NOPE');
});

test('a lead opens again what was stopped, after a question', async () => {
  render(Stops, { leads: true, categories });
  await fireEvent.click(await screen.findByRole('button', { name: words.openNamed('Shoes') }));
  expect(screen.getByText(words.openText)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: words.openDo }));
  await vi.waitFor(() => expect(screen.queryByText('Shoes')).toBeNull());
  expect(server.asked.at(-1)?.variables).toEqual({ input: { scope: 'CATEGORY', name: 'shoes' } });
  expect(screen.getByText(words.none)).toBeTruthy();
});
