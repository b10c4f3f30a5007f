import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenClaimDocument } from '../../src/gen/purchases';
import type { Purchase } from '../../src/lib/api/shelf.svelte';
import { purchase as words } from '../../src/lib/i18n/en/purchase';
import { outbox } from '../../src/lib/outbox/outbox.svelte';
import Wrong from '../../src/screens/purchase/Wrong.svelte';
import { Server } from '../server';

let server: Server;

const found = (arrival: object | null = null, recalled: string | null = null) =>
  ({
    id: 'p1',
    recalled,
    shots: [],
    evidence: { pairs: [{ shot: 'front', title: 'Front', departure: null, arrival }] },
  }) as unknown as Purchase;

const asked = () => server.askedLast(OpenClaimDocument)?.input;
const send = () => screen.getByRole('button', { name: words.send, hidden: true });
const say = (text: string) => fireEvent.click(screen.getByLabelText(text));

beforeEach(() => {
  server = new Server();
  server.answer(OpenClaimDocument, () => ({
    openClaim: { __typename: 'Refused', code: 'WRONG_STAGE', message: 'No.', field: null },
  }));
});
afterEach(() => {
  server.close();
  outbox.entries = [];
});

test('what is shown already is told at once, without a reason for no photo', async () => {
  render(Wrong, { found: found({ id: 'a' }), open: true });
  expect((send() as HTMLButtonElement).disabled).toBe(true);
  await say(words.outcome.DAMAGED);
  await fireEvent.click(send());
  await waitFor(() => expect(asked()).toMatchObject({ outcome: 'DAMAGED', noPhoto: null }));
});

test('without a photo it asks why there is none, and tells that', async () => {
  render(Wrong, { found: found(), open: true });
  await say(words.outcome.NOT_AS_DESCRIBED);
  expect((send() as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(words.photoNeeded)).toBeTruthy();
  await fireEvent.click(screen.getByText(words.noPhotoAsk));
  await say(words.noPhoto.CAMERA_FAILS);
  await fireEvent.click(send());
  await waitFor(() => expect(asked()).toMatchObject({ noPhoto: 'CAMERA_FAILS' }));
});

test('what is not here needs no photo', async () => {
  render(Wrong, { found: found(), open: true });
  await say(words.outcome.ITEM_NOT_RECEIVED);
  expect(screen.queryByText(words.noPhotoAsk)).toBeNull();
  await fireEvent.click(send());
  await waitFor(() => expect(asked()).toMatchObject({ outcome: 'ITEM_NOT_RECEIVED' }));
});

test('a photo that is still on its way goes first', async () => {
  const blob = new Blob(['x'], { type: 'image/jpeg' });
  const waiting = { kind: 'arrival', key: 'k', purchaseId: 'p1', shot: 'flaw', blob, at: 1 };
  outbox.entries = [waiting as (typeof outbox.entries)[number]];
  render(Wrong, { found: found(), open: true });
  await say(words.outcome.DAMAGED);
  await fireEvent.click(send());
  expect(screen.getByText(words.waitsForPhoto)).toBeTruthy();
  expect(asked()).toBeUndefined();
  outbox.entries = [];
  await waitFor(() => expect(asked()).toMatchObject({ outcome: 'DAMAGED', noPhoto: null }));
});

test('what was called back comes first, is meant already and needs no photo', async () => {
  render(Wrong, { found: found(null, 'This item was called back.'), open: true });
  const [first] = screen.getAllByRole('radio', { hidden: true }) as HTMLInputElement[];
  expect([first?.value, first?.checked]).toEqual(['RECALLED', true]);
  expect(screen.queryByText(words.noPhotoAsk)).toBeNull();
  expect(screen.getByText(words.nextRecalled)).toBeTruthy();
  await fireEvent.click(send());
  await waitFor(() => expect(asked()).toMatchObject({ outcome: 'RECALLED', noPhoto: null }));
});

test('what was called back may still be wrong in another way', async () => {
  render(Wrong, { found: found(null, 'This item was called back.'), open: true });
  await say(words.outcome.ITEM_NOT_RECEIVED);
  await fireEvent.click(send());
  await waitFor(() => expect(asked()).toMatchObject({ outcome: 'ITEM_NOT_RECEIVED' }));
});

test('nobody is asked for what was not called back', () => {
  render(Wrong, { found: found(), open: true });
  expect(screen.queryByLabelText(words.outcome.RECALLED)).toBeNull();
});
