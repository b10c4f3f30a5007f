import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { match as words } from '../../src/lib/i18n/en/match';
import Odds from '../../src/screens/match/Odds.svelte';

const listing = {
  id: 'l1',
  status: 'LIVE' as const,
  price: { amountMinor: 5120, currency: 'USD' },
  windowEndsAt: '2026-11-26T08:00:00Z',
  odds: {
    text: 'Fewer than 1 in 10 find an owner while we look.',
    spans: [
      { label: 'within 1 day', chance: 0.019, text: 'rarely' },
      { label: 'while we look', chance: 0.31, text: '3 in 10' },
    ],
  },
};
const sewn = (): number[] =>
  [...document.querySelectorAll('.ten')].map((ten) => ten.querySelectorAll('.sewn').length);

test('chances are shown for the times the shop names, and what is rare has no stitch', () => {
  render(Odds, { listing });
  expect(screen.getAllByRole('term').map((one) => one.textContent)).toEqual([
    'within 1 day',
    'while we look',
  ]);
  expect(screen.getByText('rarely')).toBeTruthy();
  expect(screen.getByText('3 in 10')).toBeTruthy();
  expect(sewn()).toEqual([0, 3]);
});

test('a copy kept from an earlier version shows no chances, and the rest as ever', () => {
  const old = { ...listing, odds: { text: 'x' } } as unknown as typeof listing;
  render(Odds, { listing: old });
  expect(screen.queryByText(words.oddsTitle)).toBeNull();
  expect(screen.getByText(/\$51\.20/)).toBeTruthy();
});
