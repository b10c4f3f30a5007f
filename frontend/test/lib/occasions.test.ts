import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppealGradeDocument, UploadPhotoDocument } from '../../src/gen/returns';
import { drawers } from '../../src/lib/api/kept';
import { type Entry, nextToSend } from '../../src/lib/outbox/entries';
import { Server } from '../server';

let server: Server;
const blob = new Blob([new Uint8Array(300)], { type: 'image/jpeg' });

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server = new Server();
  await (await drawers())?.clear('outbox');
  server.answer(UploadPhotoDocument, ({ input }) => {
    const { key, size } = input as { key: string; size: number };
    if (!server.uploads.has(`/uploads/${key}`)) server.expectUpload(`/uploads/${key}`, size);
    const url = `https://shop.example/uploads/${key}`;
    const ticket = { url, sliceBytes: 256, maxBytes: 9e6, photoId: `photo of ${key}` };
    return { uploadPhoto: { __typename: 'UploadTicket', ...ticket } };
  });
  server.answer(AppealGradeDocument, () => ({
    appealGrade: { __typename: 'ReturnCase', id: 'c', cursor: 'c:9', stage: 'IN_REVIEW' },
  }));
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
});

const fresh = async () => (await import('../../src/lib/outbox/outbox.svelte')).outbox;
const inputs = () =>
  server.asked.map(({ variables }) => variables.input as Record<string, unknown>);

test('an appeal goes with its photo, and the case is under review when both have arrived', async () => {
  const outbox = await fresh();
  await outbox.photo('c', 'tag', blob, 'APPEAL');
  expect(outbox.photosOf('c')).toEqual([]);
  await vi.waitFor(() => expect(outbox.entries).toEqual([]));
  const [photo, appeal] = inputs();
  expect(photo).toMatchObject({ caseId: 'c', shot: 'tag', occasion: 'APPEAL' });
  expect(appeal).toMatchObject({ caseId: 'c', photoId: `photo of ${photo?.key}` });
  expect(appeal?.key).not.toBe(photo?.key);
  const { cases } = await import('../../src/lib/api/shelf.svelte');
  expect(cases.get('c')?.stage).toBe('IN_REVIEW');
});

test('an appeal whose answer is lost is the same appeal when it is sent again', async () => {
  const outbox = await fresh();
  server.answer(AppealGradeDocument, () => {
    server.loseNext = 1;
    return {
      appealGrade: { __typename: 'ReturnCase', id: 'c', cursor: 'c:9', stage: 'IN_REVIEW' },
    };
  });
  await outbox.photo('c', 'tag', blob, 'APPEAL');
  await vi.waitFor(() => expect(outbox.stuck).toBe(true));
  server.answer(AppealGradeDocument, () => ({
    appealGrade: { __typename: 'ReturnCase', id: 'c', cursor: 'c:9', stage: 'IN_REVIEW' },
  }));
  await outbox.sendAll();
  expect(outbox.entries).toEqual([]);
  const appeals = inputs().filter((input) => input.photoId);
  expect(appeals).toHaveLength(2);
  expect(appeals[1]).toEqual(appeals[0]);
});

test('a refused appeal stays with the shop’s words, until another photo takes its place', async () => {
  const outbox = await fresh();
  server.answer(AppealGradeDocument, () => ({
    appealGrade: { __typename: 'Refused', code: 'APPEAL_NOT_POSSIBLE', message: 'Not again.' },
  }));
  await outbox.photo('c', 'tag', blob, 'APPEAL');
  await vi.waitFor(() => expect(outbox.photosOf('c', 'APPEAL')[0]?.refused).toBe('Not again.'));
  server.away = true;
  await outbox.photo('c', 'front', blob, 'APPEAL');
  const [only, ...others] = outbox.photosOf('c', 'APPEAL');
  expect(only).toMatchObject({ shot: 'front' });
  await vi.waitFor(() => expect(outbox.stuck).toBe(true));
  expect(others).toEqual([]);
  if (only) await outbox.forget(only);
  expect(await (await drawers())?.count('outbox')).toBe(0);
});

test('a buyer’s photo names their purchase and no return', async () => {
  const outbox = await fresh();
  await outbox.arrival('p', 'front', blob);
  expect(outbox.arrivalsOf('p')).toHaveLength(1);
  await vi.waitFor(() => expect(outbox.entries).toEqual([]));
  expect(inputs()).toEqual([
    {
      purchaseId: 'p',
      occasion: 'ARRIVAL',
      shot: 'front',
      size: 300,
      contentType: 'image/jpeg',
      key: expect.any(String),
    },
  ]);
});

test('a photo of the open parcel is none of those that are judged', async () => {
  const outbox = await fresh();
  server.away = true;
  await outbox.photo('c', 'packing', blob, 'PACKING');
  expect(outbox.photosOf('c')).toEqual([]);
  expect(outbox.photosOf('c', 'PACKING')).toHaveLength(1);
  await vi.waitFor(() => expect(outbox.stuck).toBe(true));
});

test('a photo that an earlier version of the app left on the phone is for the first judgement', async () => {
  const left = { kind: 'photo', key: 'old', caseId: 'c', shot: 'front', blob, at: 1 } as const;
  await (await drawers())?.put('outbox', left);
  const outbox = await fresh();
  server.away = true;
  await outbox.open();
  expect(outbox.photosOf('c')).toHaveLength(1);
  server.away = false;
  await outbox.sendAll();
  expect(inputs()[0]).toMatchObject({ caseId: 'c', occasion: 'ASSESSMENT' });
});

test('answers do not wait for a buyer’s photo', () => {
  const answers: Entry = { kind: 'answers', key: 'a', caseId: 'c', answers: [], at: 2 };
  const arrival = {
    kind: 'arrival',
    key: 'b',
    purchaseId: 'c',
    shot: 'front',
    blob,
    at: 3,
  } as const;
  expect(nextToSend([arrival, answers])).toBe(answers);
});
