import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DayStatementDocument, ShopNowDocument } from '../../../src/gen/books';
import { session } from '../../../src/lib/api/session.svelte';
import { books as words } from '../../../src/lib/i18n/en/books';
import Book from '../../../src/screens/agent/books/Book.svelte';
import { beside, dayOf } from '../../../src/screens/agent/books/day';
import { Server } from '../../server';

let server: Server;
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const entry = (text: string, amount: number) => ({
  at: '2026-11-23T09:00:00Z',
  memo: text,
  text,
  postings: [
    { account: 'Processor', amount: usd(amount) },
    { account: 'Tax', amount: usd(-amount) },
  ],
});
const statement = (entries: unknown[], hasNextPage: boolean) => ({
  desk: {
    statement: {
      entries,
      sums: [{ account: 'Processor', moved: usd(300) }],
      pageInfo: { hasNextPage, endCursor: hasNextPage ? 'next' : null },
    },
  },
});
const as = (role: string): void => {
  session.account = {
    id: 'a',
    name: 'Mira',
    email: 'm@example.com',
    role,
  } as typeof session.account;
};

beforeEach(() => {
  server = new Server();
  server.answer(ShopNowDocument, () => ({ desk: { now: '2026-11-23T23:59:00Z' } }));
  server.answer(DayStatementDocument, ({ after, day }) =>
    day === '2026-11-22'
      ? statement([], false)
      : after
        ? statement([entry('Label bought', 200)], false)
        : statement([entry('Open-box sale', 100)], true),
  );
});

afterEach(() => server.close());

test('it opens with the day of the shop’s own clock and goes on where a page ends', async () => {
  as('MERCHANT');
  render(Book);
  expect(await screen.findByText('Open-box sale')).toBeTruthy();
  expect(server.askedLast(DayStatementDocument)).toEqual({ day: '2026-11-23', after: null });
  await fireEvent.click(screen.getByRole('button', { name: words.more }));
  expect(await screen.findByText('Label bought')).toBeTruthy();
  expect(screen.getByText('Open-box sale')).toBeTruthy();
  expect(server.askedLast(DayStatementDocument)).toEqual({ day: '2026-11-23', after: 'next' });
});

test('another day is a tap away, and a day on which nothing moved says so', async () => {
  as('LEAD');
  render(Book);
  await screen.findByText('Open-box sale');
  await fireEvent.click(screen.getByRole('button', { name: words.before }));
  expect(await screen.findByText(words.none)).toBeTruthy();
});

test('an agent is told whose it is to read, and asks for nothing', () => {
  as('AGENT');
  render(Book);
  expect(screen.getByText(words.leadsTitle)).toBeTruthy();
  expect(server.asked).toEqual([]);
});

test('days follow one another across months', () => {
  expect(dayOf('2026-11-30T23:59:59Z')).toBe('2026-11-30');
  expect(beside('2026-11-30', 1)).toBe('2026-12-01');
  expect(beside('2026-03-01', -1)).toBe('2026-02-28');
});
