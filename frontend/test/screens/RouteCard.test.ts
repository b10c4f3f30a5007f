import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { choosing as words } from '../../src/lib/i18n/en/match';
import RouteCard from '../../src/screens/match/RouteCard.svelte';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const peer = {
  route: 'P2P' as const,
  allowed: true,
  because: null,
  title: 'Straight to its next owner',
  refund: usd(6400),
  lines: [] as { label: string; amount: ReturnType<typeof usd> }[],
  bonus: usd(300),
  total: usd(6700),
  promisedAt: new Date(2026, 10, 26, 12).toISOString(),
  steps: ['No printing, any counter, one code'],
  odds: { text: '7 in 10 find an owner within 3 days.' },
  chosen: false,
  why: ['The thank-you comes out of what the shop saves.'],
  km: 'About 500 km, straight.',
  impact: 'By usual distances, about 0.3 kg more CO2e than by the warehouse: this way is longer',
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

test('what the refund is made of stands on the card, where it is more than the price', () => {
  const lines = [
    { label: 'What you paid for it', amount: usd(6395) },
    { label: 'Its share of the delivery', amount: usd(500) },
    { label: 'Return fee', amount: usd(-495) },
  ];
  render(RouteCard, { route: { ...peer, lines }, chosen: false, pick: () => undefined });
  for (const { label } of lines) expect(screen.getByText(label)).toBeTruthy();
  expect(screen.getByText('$63.95')).toBeTruthy();
  expect(screen.getByText('\u2212$4.95')).toBeTruthy();
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

test('how far it goes and why is behind a tap, and that tap picks nothing', async () => {
  let picked = 0;
  render(RouteCard, { route: peer, chosen: false, pick: () => picked++ });
  const behind = screen.getByRole('group');
  for (const text of [...peer.why, peer.km, peer.impact]) {
    expect(within(behind).getByText(text)).toBeTruthy();
  }
  const tap = within(behind).getByText(words.why);
  expect(tap.textContent).toContain(peer.title);
  await fireEvent.click(tap);
  expect(picked).toBe(0);
  expect(screen.getByRole('radio').closest('label')?.contains(behind)).toBe(false);
});

test('a card kept from an earlier version, without reasons, is shown without them', () => {
  const { why, ...older } = peer;
  render(RouteCard, { route: older as typeof peer, chosen: true, pick: () => undefined });
  expect(screen.getByText('$67.00')).toBeTruthy();
  expect(screen.queryByRole('group')).toBeNull();
});
