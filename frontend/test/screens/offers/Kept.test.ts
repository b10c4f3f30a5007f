import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptDocument } from '../../../src/gen/offers';
import { session } from '../../../src/lib/api/session.svelte';
import { go } from '../../../src/router.svelte';
import Kept from '../../../src/screens/offers/Kept.svelte';
import { Server } from '../../server';
import { item, page } from './wishes';

let server: Server;
let kept: object[];
const be = (role: 'SHOPPER' | 'AGENT') => {
  session.account = {
    id: 'a',
    name: 'Ben',
    email: 'b@example.com',
    role,
  } as typeof session.account;
};

beforeEach(() => {
  kept = [{ id: 'o1', item, question: { until: '2026-11-23T20:00:00Z' } }];
  server = new Server();
  server.answer(KeptDocument, () => ({ standingOffers: page(kept) }));
  go('/shop');
});
afterEach(() => {
  server.close();
  session.account = null;
});

test('whoever looks around is told that one is kept for them, and led there', async () => {
  be('SHOPPER');
  render(Kept);
  const link = await screen.findByRole('link', { name: /Linen overshirt/ });
  expect(link.getAttribute('href')).toBe('/offers');
  expect(document.documentElement.hasAttribute('data-kept')).toBe(true);
});

test('it is not in the way of what somebody does, and gone once they have answered', async () => {
  be('SHOPPER');
  render(Kept);
  await screen.findByRole('link');
  go('/offers');
  await vi.waitFor(() => expect(screen.queryByRole('link')).toBeNull());
  kept = [];
  go('/');
  await vi.waitFor(() => expect(server.asked).toHaveLength(2));
  await vi.waitFor(() => expect(document.documentElement.hasAttribute('data-kept')).toBe(false));
  expect(screen.queryByRole('link')).toBeNull();
});

test.each([null, 'AGENT' as const])('nobody else is asked about: %s', async (role) => {
  if (role) be(role);
  render(Kept);
  await Promise.resolve();
  expect(server.asked).toEqual([]);
});
