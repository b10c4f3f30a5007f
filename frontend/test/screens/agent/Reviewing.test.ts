import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DecideReviewDocument, ReviewDocument, ReviewQueueDocument } from '../../../src/gen/desk';
import { review as words } from '../../../src/lib/i18n/en/review';
import { go, here } from '../../../src/router.svelte';
import { queue, type Sheet } from '../../../src/screens/agent/review/queue.svelte';
import Reviewing from '../../../src/screens/agent/review/Reviewing.svelte';
import { toasts } from '../../../src/ui/toasts.svelte';
import { Server } from '../../server';
import { mark, photo, reused, sheetOf, waitingFor } from './sheets';

let server: Server;
let sheets: Map<string, Sheet>;
let stage: string;
let count = 0;
let id: string;
let next: string;

beforeEach(async () => {
  // The queue outlives its screens, so each test looks at cases of its own.
  [id, next] = [`one-${++count}`, `two-${count}`];
  sheets = new Map([id, next].map((one) => [one, sheetOf(one)]));
  stage = 'APPROVED';
  server = new Server();
  server.answer(ReviewQueueDocument, () => ({
    desk: { now: '2026-11-23T15:30:00Z', tasks: [waitingFor(id), waitingFor(next)] },
  }));
  server.answer(ReviewDocument, ({ id }) => ({ desk: { review: sheets.get(String(id)) ?? null } }));
  server.answer(DecideReviewDocument, () => ({
    decideReview: { __typename: 'ReturnCase', id, stage },
  }));
  await queue.waiting.run();
  go(`/desk/review/${id}`);
});
afterEach(() => server.close());

const press = (key: string) => fireEvent.keyDown(document.body, { key });
const told = () =>
  server.asked
    .filter(({ documentId }) => documentId === DecideReviewDocument.__meta__.hash)
    .map(({ variables }) => variables.input as Record<string, unknown>);

async function opened(): Promise<void> {
  render(Reviewing, { id });
  await screen.findByRole('heading', { name: words.decide });
}

test('agreeing takes two keys, is sent once, and opens the next case', async () => {
  sheets.set(id, { ...sheetOf(id), returnCase: proposing('LIKE_NEW') });
  await opened();
  expect(screen.getByText(words.dueIn('2 h'))).toBeTruthy();
  await press('a');
  await Promise.all([press('Enter'), press('Enter'), press('Enter')]);
  await vi.waitFor(() => expect(here.path).toBe(`/desk/review/${next}`));
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({ caseId: id, grade: 'LIKE_NEW', accept: true, because: null });
  expect(toasts.shown.at(-1)?.text).toBe(words.decided(`Item ${id}`, 'Like new', words.toOwner));
  expect(queue.place(id)).toBe(-1);
});

test('departing asks for a reason before anything is sent', async () => {
  await opened();
  await press('2');
  await press('a');
  expect(screen.getByText(words.becauseOf('Very good'))).toBeTruthy();
  await press('Enter');
  expect(told()).toEqual([]);
  await press('s');
  await press('Enter');
  await vi.waitFor(() => expect(told()).toHaveLength(1));
  expect(told()[0]).toMatchObject({ grade: 'LIKE_NEW', accept: true, because: 'FLAW_IS_SMALL' });
});

test('what the shop does not send on is said before, and the toast says where it went', async () => {
  stage = 'AWAITING_DROPOFF';
  await opened();
  await press('a');
  expect(screen.getByText('Not as it left the shop.')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Very good, to the warehouse' }));
  await vi.waitFor(() => expect(here.path).toBe(`/desk/review/${next}`));
  const text = words.decided(`Item ${id}`, 'Very good', words.toWarehouse);
  expect(toasts.shown.at(-1)?.text).toBe(text);
});

test('everything works by mouse too', async () => {
  await opened();
  await fireEvent.click(screen.getByRole('radio', { name: /^Damaged/ }));
  await fireEvent.click(screen.getByRole('radio', { name: words.warehouse }));
  await fireEvent.click(screen.getByRole('radio', { name: words.because.LOOKS_WORN }));
  await fireEvent.click(screen.getByRole('button', { name: 'Damaged, to the warehouse' }));
  await vi.waitFor(() => expect(told()).toHaveLength(1));
  expect(told()[0]).toMatchObject({ grade: 'DAMAGED', accept: false, because: 'LOOKS_WORN' });
});

test('J and K go through the queue without deciding anything', async () => {
  await opened();
  await press('k');
  expect(here.path).toBe(`/desk/review/${id}`);
  await press('j');
  expect(here.path).toBe(`/desk/review/${next}`);
  expect(told()).toEqual([]);
});

test('a lost answer is asked for again with the same key', async () => {
  await opened();
  await press('a');
  server.loseNext = 1;
  await press('Enter');
  await screen.findByRole('alert');
  await press('Enter');
  await vi.waitFor(() => expect(told()).toHaveLength(2));
  expect(told()[0]?.key).toBe(told()[1]?.key);
});

test('somebody who was faster is seen at once', async () => {
  server.answer(DecideReviewDocument, () => {
    sheets.set(id, { ...sheetOf(id), returnCase: { ...sheetOf(id).returnCase, actions: [] } });
    return {
      decideReview: { __typename: 'Refused', code: 'WRONG_STAGE', message: 'x', field: null },
    };
  });
  await opened();
  await press('a');
  await press('Enter');
  expect(await screen.findByRole('heading', { name: words.settled })).toBeTruthy();
  expect(screen.queryByRole('heading', { name: words.decide })).toBeNull();
  expect(here.path).toBe(`/desk/review/${id}`);
});

test('the photo in doubt is shown first, and what it was seen in beside it, turned round', async () => {
  sheets.set(id, sheetOf(id, { doubts: [reused, mark] }));
  await opened();
  const shown = (what: string) =>
    screen.getByRole('button', { name: words.closer(what) }).querySelector('img');
  expect(shown('Photo: The front')?.getAttribute('src')).toBe('/photos/p-front.jpg');
  expect(shown(words.seenBefore)?.getAttribute('src')).toBe('/photos/of-another-case.jpg');
  expect(screen.getByText(words.turned)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: words.show(mark.message) }));
  expect(shown('Photo: The mark')?.getAttribute('src')).toBe('/photos/p-flaw.jpg');
  expect(shown(words.catalogue)?.getAttribute('src')).toBe('/pictures/it.svg');
  await press('ArrowLeft');
  expect(shown('Photo: The front')).toBeTruthy();
});

test('every number stands beside the one it is held against, and likeness is a hint', async () => {
  const dull = { sharpness: 0.3, light: 0.2, dark: 0.6, bright: 0, codes: ['04006381333931'] };
  const hint = { ...mark, code: 'LIKENESS', photoId: 'p-flaw', measured: 0.83 };
  const album = [photo('p-front', 'front'), photo('p-flaw', 'flaw', { findings: dull })];
  sheets.set(id, sheetOf(id, { album, hints: [hint] }));
  await opened();
  const measured = within(screen.getByRole('region', { name: words.measured }));
  for (const said of [
    '0.30',
    'needs 0.55',
    '60%',
    'at most 46%',
    '4006381333931',
    '83%',
    words.hintOnly,
  ]) {
    expect(measured.getByText(new RegExp(`^${said}`)), said).toBeTruthy();
  }
});

test('a photo that was never measured is shown all the same', async () => {
  const album = [photo('p-front', 'front'), photo('p-flaw', 'flaw', { findings: null })];
  sheets.set(id, sheetOf(id, { album }));
  await opened();
  expect(screen.getByText(words.notMeasured)).toBeTruthy();
});

test('with an appeal the new photo comes first, the earlier one beside it, and what was said', async () => {
  const album = [
    photo('p-front', 'front'),
    photo('p-old', 'flaw'),
    photo('p-flaw', 'flaw', { occasion: 'APPEAL' }),
  ];
  const earlier = {
    at: '2026-11-22T18:02:00Z',
    judge: 'PERSON' as const,
    grade: 'GOOD' as const,
    sentence: 'It goes to the warehouse, because it shows signs of wear.',
  };
  const returnCase = {
    ...proposing('GOOD'),
    appealedAt: '2026-11-23T10:00:00Z',
    gradings: [earlier],
  };
  sheets.set(id, sheetOf(id, { album, returnCase }));
  await opened();
  const pictures = screen.getAllByRole('button', { name: /closer look/ });
  const sources = pictures.map((one) => one.querySelector('img')?.getAttribute('src'));
  expect(sources).toEqual(['/photos/p-flaw.jpg', '/photos/p-old.jpg']);
  expect(screen.getByText(words.again)).toBeTruthy();
  expect(screen.getByText(/because it shows signs of wear/)).toBeTruthy();
});

test('a case that is not there is said so', async () => {
  sheets.delete(id);
  render(Reviewing, { id });
  expect(await screen.findByRole('heading', { name: words.noCase })).toBeTruthy();
});

function proposing(proposed: 'LIKE_NEW' | 'GOOD'): Sheet['returnCase'] {
  const { returnCase } = sheetOf(id);
  return { ...returnCase, grade: { grade: null, proposed, label: '', reasons: [mark] } };
}
