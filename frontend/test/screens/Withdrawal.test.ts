import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfirmWithdrawalDocument, WithdrawalOfDocument } from '../../src/gen/withdraw';
import { session } from '../../src/lib/api/session.svelte';
import { signal } from '../../src/lib/device/signal.svelte';
import { withdraw as words } from '../../src/lib/i18n/en/withdraw';
import Withdrawal from '../../src/screens/withdraw/Withdrawal.svelte';
import { Server } from '../server';

const line = (id: string, title: string) => ({
  id,
  title,
  colour: 'sand',
  size: 'M',
  picture: null,
});
const told = {
  __typename: 'Withdrawal',
  id: 'w1',
  number: 'W-AB12CD34',
  received: 'Mon 23 Nov 2026, 10:00:00 CET',
  next: 'Next: hand it in by Mon 7 Dec.',
  caseIds: ['c1'],
  pieces: [{ title: 'Shirt', size: 'M', colour: 'sand', quantity: 2 }],
};
const right = {
  possible: true,
  because: null as { message: string } | null,
  until: '2026-12-04T22:59:59Z',
  lines: [
    { lineId: 'l1', pieces: 3 },
    { lineId: 'l2', pieces: 1 },
  ],
  acknowledged: [] as (typeof told)[],
};
let server: Server;

function open(changes: Partial<typeof right> = {}): void {
  const lines = [line('l1', 'Shirt'), line('l2', 'Hat')];
  const withdrawal = { ...right, ...changes };
  server.answer(WithdrawalOfDocument, () => ({
    order: { id: 'o1', number: '1001', timeZone: 'Europe/Berlin', lines, withdrawal },
  }));
  render(Withdrawal, { id: 'o1' });
}

beforeEach(() => {
  server = new Server();
  session.account = { id: 'a1', name: 'Lena Hartmann', email: 'lena@example.com', role: 'SHOPPER' };
});

afterEach(() => {
  server.close();
  session.account = null;
  signal.offline = false;
});

const confirm = () => screen.getByRole('button', { name: words.confirm });

test('all of the order is chosen at first, and no reason is asked', async () => {
  server.answer(ConfirmWithdrawalDocument, () => ({ confirmWithdrawal: told }));
  open();
  const boxes = (await screen.findAllByRole('checkbox', { checked: true })) as HTMLInputElement[];
  expect(boxes).toHaveLength(2);
  expect(screen.queryByRole('radio')).toBeNull();
  await fireEvent.click(confirm());
  expect(await screen.findByText(words.done(told.received))).toBeTruthy();
  expect(screen.getByText(words.sentTo('lena@example.com'))).toBeTruthy();
  expect(screen.getByRole('link', { name: words.sendBack }).getAttribute('href')).toBe('/case/c1');
  expect(server.askedLast(ConfirmWithdrawalDocument)).toMatchObject({
    input: {
      orderId: 'o1',
      lines: [
        { lineId: 'l1', pieces: 3 },
        { lineId: 'l2', pieces: 1 },
      ],
      name: 'Lena Hartmann',
      email: 'lena@example.com',
    },
  });
});

test('a part of it can be chosen, line by line and piece by piece', async () => {
  server.answer(ConfirmWithdrawalDocument, () => ({ confirmWithdrawal: told }));
  open();
  await fireEvent.click(await screen.findByRole('checkbox', { name: /Hat/ }));
  await fireEvent.change(screen.getByRole('combobox', { name: words.howMany('Shirt') }), {
    target: { value: '2' },
  });
  await fireEvent.click(confirm());
  await screen.findByText(words.done(told.received));
  const asked = server.askedLast(ConfirmWithdrawalDocument) as { input: { lines: unknown } };
  expect(asked.input.lines).toEqual([{ lineId: 'l1', pieces: 2 }]);
});

test('with nothing chosen there is nothing to confirm', async () => {
  open({ lines: [{ lineId: 'l1', pieces: 1 }] });
  await fireEvent.click(await screen.findByRole('checkbox'));
  expect(confirm()).toHaveProperty('disabled', true);
  expect(screen.getByText(words.nothing)).toBeTruthy();
});

test('what is not right is said beside what it is about', async () => {
  const message = 'That does not look like an e-mail address.';
  const refused = { __typename: 'Refused', code: 'BAD_EMAIL', message, field: 'email' };
  server.answer(ConfirmWithdrawalDocument, () => ({ confirmWithdrawal: refused }));
  open();
  await screen.findAllByRole('checkbox');
  await fireEvent.click(confirm());
  expect((await screen.findByRole('alert')).textContent).toBe(message);
  expect(screen.getByLabelText(words.email).getAttribute('aria-invalid')).toBe('true');
});

test('an answer that was lost is asked for again with the same key', async () => {
  server.answer(ConfirmWithdrawalDocument, () => ({ confirmWithdrawal: told }));
  open();
  await screen.findAllByRole('checkbox');
  server.loseNext = 1;
  await fireEvent.click(confirm());
  await screen.findByRole('alert');
  await fireEvent.click(confirm());
  await screen.findByText(words.done(told.received));
  const keys = server.asked
    .filter(({ documentId }) => documentId === ConfirmWithdrawalDocument.__meta__.hash)
    .map(({ variables }) => (variables.input as { key: string }).key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('without a signal it says that nothing counts yet', async () => {
  signal.offline = true;
  open();
  expect(await screen.findByText(words.offline)).toBeTruthy();
});

test('what was acknowledged before is there, and why there is nothing more', async () => {
  open({ possible: false, because: { message: 'All of it.' }, lines: [], acknowledged: [told] });
  expect(await screen.findByText(words.done(told.received))).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.confirm })).toBeNull();
});

test('where the law gives no right it says so', async () => {
  open({ possible: false, because: { message: 'No law gives it.' }, lines: [] });
  expect(await screen.findByText('No law gives it.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.confirm })).toBeNull();
});
