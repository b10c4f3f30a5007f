import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import RouteCard from '../../src/screens/match/RouteCard.svelte';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const peer = {
  route: 'P2P' as const,
  allowed: true,
  because: null,
  title: 'Straight to its next owner',
  refund: usd(6400),
  bonus: usd(300),
  total: usd(6700),
  promisedAt: new Date(2026, 10, 26, 12).toISOString(),
  steps: ['No printing, any counter, one code'],
  odds: { text: '7 in 10 find an owner within 3 days.' },
  chosen: false,
};

test('a path says what comes back, by when, and what it asks', async () => {
  let picked = 0;
  render(RouteCard, { route: peer, chosen: false, pick: () => picked++ });
  for (const text of ['$67.00', 'by Thu 26 Nov', '$64.00 back + $3.00 thank-you', ...peer.steps]) {
    expect(screen.getByText(text)).toBeTruthy();
  }
  await fireEvent.click(screen.getByRole('radio', { name: /next owner/ }));
  expect(picked).toBe(1);
});

test('the promised day is the day where the order counts them', () => {
  const route = { ...peer, promisedAt: '2026-11-30T07:59:59Z' };
  render(RouteCard, { route, zone: 'America/Los_Angeles', chosen: false, pick: () => undefined });
  expect(screen.getByText('by Sun 29 Nov')).toBeTruthy();
});

test('a path that is closed says why and cannot be picked', () => {
  const because = { code: 'HYGIENE', message: 'Underwear goes back to us.' };
  render(RouteCard, {
    route: { ...peer, allowed: false, because },
    chosen: false,
    pick: () => undefined,
  });
  expect(screen.getByText('Underwear goes back to us.')).toBeTruthy();
  expect((screen.getByRole('radio') as HTMLInputElement).disabled).toBe(true);
  expect(screen.queryByText('$67.00')).toBeNull();
});
