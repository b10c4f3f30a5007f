import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettleClaimDocument } from '../../../src/gen/desk';
import { desk as words } from '../../../src/lib/i18n/en/desk';
import type { CaseFile } from '../../../src/screens/agent/file';
import Settle from '../../../src/screens/agent/Settle.svelte';
import { Server } from '../../server';

let server: Server;
let done = 0;

const claim = {
  id: 'k',
  status: 'OPEN',
  outcome: 'DAMAGED',
  resolution: null,
  openedAt: '2026-11-23T10:00:00Z',
  againUntil: null,
  text: 'It is damaged.',
};
const claimFacts = {
  doubt: { message: 'No photo shows it.' },
  noPhoto: { message: 'Their camera does not work.' },
  likelyFault: 'CARRIER',
  most: { amountMinor: 6900, currency: 'USD' },
};
const show = (more: object = {}) =>
  render(Settle, {
    found: {
      returnCase: { id: 'c1', claim: { ...claim, ...more } },
      claimFacts,
    } as unknown as CaseFile,
    done: () => {
      done += 1;
    },
  });
const sent = () => server.askedLast(SettleClaimDocument)?.input;
const settle = () => screen.getByRole('button', { name: words.settleDo }) as HTMLButtonElement;

beforeEach(() => {
  done = 0;
  server = new Server();
  server.answer(SettleClaimDocument, () => ({
    settleClaim: { __typename: 'ReturnCase', id: 'c1' },
  }));
});
afterEach(() => server.close());

test('nothing is chosen for the agent but a guess at whose doing it was', async () => {
  show();
  expect(screen.getByText('No photo shows it. Their camera does not work.')).toBeTruthy();
  expect(settle().disabled).toBe(true);
  await fireEvent.click(screen.getByLabelText(words.resolution.REFUND));
  await fireEvent.click(settle());
  await waitFor(() => expect(done).toBe(1));
  expect(sent()).toMatchObject({ resolution: 'REFUND', fault: 'CARRIER', amount: null });
});

test('a part needs an amount and says how much there is', async () => {
  show();
  await fireEvent.click(screen.getByLabelText(words.resolution.PARTIAL_REFUND));
  expect(screen.getByText(words.settleMost('$69.00'))).toBeTruthy();
  expect(settle().disabled).toBe(true);
  await fireEvent.input(screen.getByLabelText(words.settlePart), { target: { value: '12.50' } });
  await fireEvent.click(screen.getByLabelText(words.fault.MERCHANT));
  await fireEvent.click(settle());
  await waitFor(() => expect(done).toBe(1));
  const amount = { amountMinor: 1250, currency: 'USD' };
  expect(sent()).toMatchObject({ resolution: 'PARTIAL_REFUND', fault: 'MERCHANT', amount });
});

test('whoever holds a code to send it back gets no second one', () => {
  show({ status: 'AWAITING_RETURN', resolution: 'RETURN_TO_WAREHOUSE' });
  expect(screen.getByText(words.settleWaits)).toBeTruthy();
  expect(screen.queryByLabelText(words.resolution.RETURN_TO_WAREHOUSE)).toBeNull();
});

test('what is not here cannot be sent anywhere', () => {
  show({ outcome: 'ITEM_NOT_RECEIVED' });
  expect(screen.queryByLabelText(words.resolution.RETURN_TO_WAREHOUSE)).toBeNull();
});
