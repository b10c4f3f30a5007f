import { render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenPurchaseDocument } from '../../src/gen/purchases';
import { purchase as words } from '../../src/lib/i18n/en/purchase';
import Purchase from '../../src/screens/purchase/Purchase.svelte';
import { Server } from '../server';
import { item, usd } from './offers/wishes';

let server: Server;
let bought: Record<string, unknown>;

beforeEach(() => {
  bought = {
    id: 'p1',
    number: 'OB-1',
    status: 'PAID',
    cursor: 'c1',
    version: 1,
    headline: 'It is yours.',
    placedAt: '2026-11-20T10:00:00Z',
    timeZone: 'America/Los_Angeles',
    confirmBy: null,
    paidWith: 'Visa ·· 4242',
    actions: [],
    because: null,
    recalled: null,
    item,
    grade: {
      grade: 'VERY_GOOD',
      label: 'Very good',
      sentence: 'Very good.',
      accepted: true,
      reasons: [],
    },
    photos: [],
    shots: [],
    evidence: { pairs: [], packing: null },
    order: { id: 'o1', number: 'OB-1' },
    invoice: null,
    shipment: null,
    track: [],
    timeline: [],
    price: usd(5120),
    tax: usd(0),
    total: usd(5120),
    refund: null,
    differences: [],
    claim: null,
    returnCode: null,
  };
  server = new Server();
  server.answer(OpenPurchaseDocument, () => ({ purchase: bought }));
});
afterEach(() => server.close());

test('a price that fell comes back, beside what it is and when', async () => {
  bought.id = 'p2';
  bought.differences = [
    {
      id: 'r1',
      status: 'SUCCEEDED',
      amount: usd(800),
      to: 'Visa ·· 4242',
      promisedAt: '2026-11-24T12:00:00Z',
      dueAt: '2026-11-24T12:00:00Z',
      succeededAt: '2026-11-23T20:00:00Z',
      line: 'It went back.',
      next: 'Your bank may take a little to show it.',
    },
  ];
  render(Purchase, { id: String(bought.id) });
  const title = await screen.findByRole('heading', { name: words.difference });
  const card = within(title.closest('section') as HTMLElement);
  expect(card.getByText('$8.00')).toBeTruthy();
  expect(card.getByText(/^paid Mon 23 Nov$/)).toBeTruthy();
});

test('nothing is said of a price that stayed', async () => {
  bought.id = 'p3';
  render(Purchase, { id: String(bought.id) });
  expect(await screen.findByText('Linen overshirt')).toBeTruthy();
  expect(screen.queryByRole('heading', { name: words.difference })).toBeNull();
});

test('a second hop is told where the thing itself is', async () => {
  bought.id = 'p4';
  bought.grade = {
    ...(bought.grade as object),
    reasons: [
      { code: 'OPENED_BEFORE', message: '2 customers have opened it', shot: null, photoId: null },
    ],
  };
  render(Purchase, { id: String(bought.id) });
  expect(await screen.findByText('2 customers have opened it')).toBeTruthy();
});

test('what was called back says so and asks for it back', async () => {
  bought.id = 'p5';
  bought.recalled = 'This item was called back.';
  bought.actions = ['CLAIM'];
  render(Purchase, { id: String(bought.id) });
  expect((await screen.findByRole('alert')).textContent).toContain('This item was called back.');
  expect(screen.getByRole('button', { name: words.sendBack })).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.wrong })).toBeNull();
});

test('what was called back and has arrived is not asked about', async () => {
  bought.id = 'p7';
  bought.headline = 'It has arrived. Is it as described?';
  bought.recalled = 'This item was called back.';
  bought.confirmBy = '2026-11-26T20:00:00Z';
  bought.actions = ['CONFIRM', 'CLAIM'];
  render(Purchase, { id: String(bought.id) });
  expect(await screen.findByRole('button', { name: words.sendBack })).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.confirm })).toBeNull();
  expect(screen.queryByText(/as described/)).toBeNull();
  expect(screen.queryByText(/If you say nothing/)).toBeNull();
});

test('nothing is said of a recall where there is none', async () => {
  bought.id = 'p6';
  bought.actions = ['CLAIM'];
  render(Purchase, { id: String(bought.id) });
  expect(await screen.findByRole('button', { name: words.wrong })).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
