import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TakeCreditDocument } from '../../src/gen/credit';
import { FreeRefundDocument, HoldRefundDocument } from '../../src/gen/desk';
import type { HoldPartsFragment, RefundPartsFragment } from '../../src/gen/graphql';
import { credit } from '../../src/lib/i18n/en/credit';
import { desk } from '../../src/lib/i18n/en/desk';
import Hold from '../../src/screens/agent/Hold.svelte';
import RefundCard from '../../src/screens/refund/RefundCard.svelte';
import { Server } from '../server';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const plain = {
  id: 'r1',
  purpose: 'ITEM',
  status: 'SCHEDULED',
  amount: usd(5900),
  to: 'Visa ·· 4242',
  promisedAt: '2026-11-27T12:00:00Z',
  dueAt: null,
  succeededAt: null,
  moved: null,
  fee: null,
  creditOffered: null,
  line: '',
  next: 'We are sending it.',
  heldUntil: null,
  heldBecause: null,
  reviewer: null,
  latestHold: null,
} as unknown as RefundPartsFragment & HoldPartsFragment;
const refused = { __typename: 'Refused', code: 'NOT_ALLOWED', message: 'Not now.', field: null };

let server: Server;
beforeEach(() => {
  server = new Server();
});
afterEach(() => server.close());

test('a fee and another day than before stand on the card', async () => {
  render(RefundCard, { refund: { ...plain, fee: usd(500), moved: 'It is there by Fri now.' } });
  expect(await screen.findByText('It is there by Fri now.')).toBeTruthy();
  expect(screen.getByText(credit.fee('$5.00'))).toBeTruthy();
  expect(screen.queryByText(credit.take)).toBeNull();
});

test('store credit that is offered names no day, and is one touch away', async () => {
  server.answer(TakeCreditDocument, () => ({ takeCredit: refused }));
  render(RefundCard, { refund: { ...plain, status: 'FAILED', creditOffered: usd(6195) } });
  expect(await screen.findByText(credit.offer('$61.95'))).toBeTruthy();
  expect(screen.queryByText(/^by /)).toBeNull();
  await fireEvent.click(screen.getByText(credit.take));
  await waitFor(() => expect(screen.getByText('Not now.')).toBeTruthy());
  expect(server.askedLast(TakeCreditDocument)?.input).toMatchObject({ refundId: 'r1' });
});

test('the desk sees the offer and leaves it to whose money it is', async () => {
  const refund = { ...plain, status: 'FAILED' as const, creditOffered: usd(6195) };
  render(RefundCard, { refund, mine: false });
  expect(await screen.findByText(credit.offer('$61.95'))).toBeTruthy();
  expect(screen.queryByText(credit.take)).toBeNull();
});

test('a hold ends on a day that the law leaves, and one on hold can be let go', async () => {
  server.answer(HoldRefundDocument, () => ({ holdRefund: { __typename: 'ReturnCase', id: 'c' } }));
  server.answer(FreeRefundDocument, () => ({ freeRefund: { __typename: 'ReturnCase', id: 'c' } }));
  let done = 0;
  const latestHold = new Date(Date.now() + 3.5 * 86_400_000).toISOString();
  const props = { caseId: 'c', zone: 'UTC', done: () => done++ };
  const shown = render(Hold, { ...props, refund: { ...plain, latestHold } });
  await fireEvent.click(screen.getByText(desk.hold));
  expect(screen.getAllByRole('option')).toHaveLength(3);
  await fireEvent.click(screen.getByText(desk.hold));
  await waitFor(() => expect(done).toBe(1));
  const said = server.askedLast(HoldRefundDocument)?.input as { until?: string } | undefined;
  expect(said?.until && said.until < latestHold).toBe(true);

  const heldUntil = '2026-11-28T07:59:59Z';
  await shown.rerender({ ...props, refund: { ...plain, status: 'ON_HOLD', heldUntil } });
  await fireEvent.click(screen.getByText(desk.letGo));
  await waitFor(() => expect(done).toBe(2));
});

test('what is paid cannot be held', () => {
  render(Hold, { caseId: 'c', zone: 'UTC', done: () => undefined, refund: plain });
  expect(screen.queryByRole('button')).toBeNull();
});
