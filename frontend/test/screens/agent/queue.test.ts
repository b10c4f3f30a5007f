import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReviewQueueDocument } from '../../../src/gen/desk';
import { review as words } from '../../../src/lib/i18n/en/review';
import { here } from '../../../src/router.svelte';
import { queue, type Waiting } from '../../../src/screens/agent/review/queue.svelte';
import Reviews from '../../../src/screens/agent/review/Reviews.svelte';
import { Server } from '../../server';
import { waitingFor } from './sheets';

let server: Server;
let tasks: Waiting[];

beforeEach(() => {
  tasks = [waitingFor('a', '2026-11-22T18:30:00Z'), waitingFor('b', '2026-11-22T21:30:00Z')];
  server = new Server();
  server.answer(ReviewQueueDocument, () => ({ desk: { now: '2026-11-22T18:00:00Z', tasks } }));
});
afterEach(() => server.close());

test('a row says what it is, why a person is asked, and how long there is by the shop’s clock', async () => {
  render(Reviews);
  const first = await screen.findByRole('link', { name: /Item a/ });
  expect(first.getAttribute('href')).toBe('/desk/review/a');
  expect(first.textContent).toContain('There is a mark, shown in its photo.');
  expect(first.textContent).toContain('due in 30 min');
  expect(first.querySelector('img')?.getAttribute('src')).toBe('/photos/p-flaw-small.jpg');
  expect(screen.getByText(words.count(2))).toBeTruthy();
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent);
  expect(rows.map((row) => /Item (\w)/.exec(row ?? '')?.[1])).toEqual(['a', 'b']);
});

test('an appeal is told as one', async () => {
  const [first] = tasks;
  if (first) tasks = [{ ...first, returnCase: { ...first.returnCase, appealedAt: first.dueAt } }];
  render(Reviews);
  expect(await screen.findByText(words.askedAgain)).toBeTruthy();
});

test('J opens the most urgent one', async () => {
  render(Reviews);
  await screen.findByRole('link', { name: /Item a/ });
  await fireEvent.keyDown(document.body, { key: 'j' });
  expect(here.path).toBe('/desk/review/a');
});

test('what comes in is seen by whoever comes back to the window', async () => {
  render(Reviews);
  await screen.findByRole('link', { name: /Item a/ });
  tasks = [waitingFor('c'), ...tasks];
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await screen.findByRole('link', { name: /Item c/ })).toBeTruthy();
});

test('a decided case leaves at once and stays away, until it is asked about anew', async () => {
  await queue.waiting.run();
  expect(queue.after('a')).toBe('b');
  expect(queue.after('b')).toBe('a');
  queue.decided('a');
  expect(queue.place('a')).toBe(-1);
  await queue.waiting.run();
  expect(queue.place('a'), 'the server still lists it for a moment').toBe(-1);
  const [first] = tasks;
  if (first) tasks = [{ ...first, id: 'another task' }];
  await queue.waiting.run();
  expect(queue.place('a')).toBe(0);
});

test('when nothing waits it is said so', async () => {
  tasks = [];
  render(Reviews);
  await vi.waitFor(() => expect(screen.getByRole('heading', { name: words.none })).toBeTruthy());
});
