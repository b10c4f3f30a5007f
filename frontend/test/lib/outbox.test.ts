import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SubmitConditionDocument, UploadPhotoDocument } from '../../src/gen/returns';
import { drawers } from '../../src/lib/api/kept';
import { type Entry, nextToSend } from '../../src/lib/outbox/entries';
import { Server } from '../server';

const photo = (more: Partial<Entry> = {}) =>
  ({
    kind: 'photo',
    key: 'k',
    caseId: 'c',
    shot: 'front',
    at: 1,
    blob: new Blob(),
    ...more,
  }) as Entry;
const answers = (more: Partial<Entry> = {}) =>
  ({ kind: 'answers', key: 'a', caseId: 'c', answers: [], at: 0, ...more }) as Entry;

describe('the next thing to send', () => {
  test('is the oldest photo', () => {
    expect(nextToSend([photo({ key: 'late', at: 9 }), photo({ key: 'early', at: 2 })])?.key).toBe(
      'early',
    );
  });

  test('is never the answers while a photo of their case is waiting', () => {
    expect(nextToSend([answers(), photo()])?.kind).toBe('photo');
    expect(nextToSend([answers(), photo({ caseId: 'another', at: 5 })])?.kind).toBe('answers');
  });

  test('is nothing when what is left was refused, and answers wait for a refused photo', () => {
    expect(nextToSend([photo({ refused: 'Not a picture.' }), answers()])).toBeUndefined();
  });
});

describe('the outbox', () => {
  let server: Server;
  const blob = new Blob([new Uint8Array(700)], { type: 'image/jpeg' });

  const ticket = ({ input }: Record<string, unknown>) => {
    const { key, size } = input as { key: string; size: number };
    if (!server.uploads.has(`/uploads/${key}`)) server.expectUpload(`/uploads/${key}`, size);
    return {
      uploadPhoto: {
        __typename: 'UploadTicket',
        url: `https://shop.example/uploads/${key}`,
        sliceBytes: 256,
        maxBytes: 9e6,
        photoId: 'p',
      },
    };
  };
  const ticketThenSilence = (variables: Record<string, unknown>) => {
    server.silent = true;
    return ticket(variables);
  };

  beforeEach(async () => {
    vi.resetModules();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    server = new Server();
    await (await drawers())?.clear('outbox');
    server.answer(UploadPhotoDocument, ticket);
    server.answer(SubmitConditionDocument, () => ({
      submitCondition: { __typename: 'ReturnCase', id: 'c', cursor: 'c:2', stage: 'ASSESSING' },
    }));
  });
  afterEach(() => {
    vi.useRealTimers();
    server.close();
  });

  const fresh = async () => (await import('../../src/lib/outbox/outbox.svelte')).outbox;
  const sentTo = () =>
    server.asked.map(({ variables }) => (variables.input as { shot?: string }).shot ?? 'answers');

  test('sends the photos first and then the answers', async () => {
    const outbox = await fresh();
    server.away = true;
    await outbox.answers('c', []);
    await outbox.photo('c', 'front', blob);
    await outbox.photo('c', 'back', blob);
    server.away = false;
    await vi.waitFor(async () => {
      await outbox.sendAll();
      expect(outbox.entries).toEqual([]);
    });
    expect(sentTo()).toEqual(['front', 'back', 'answers']);
  });

  test('keeps what it could not send, says so, and tries again by itself', async () => {
    const outbox = await fresh();
    server.away = true;
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() => expect(outbox.stuck).toBe(true));
    expect(await (await drawers())?.count('outbox')).toBe(1);
    server.away = false;
    await vi.advanceTimersByTimeAsync(1_500);
    await vi.waitFor(() => expect(outbox.entries).toEqual([]));
    await vi.waitFor(() => expect(outbox.stuck).toBe(false));
  });

  test('finds on the next start what was left on the phone', async () => {
    const before = await fresh();
    server.away = true;
    await before.photo('c', 'tag', blob);
    await vi.waitFor(() => expect(before.stuck).toBe(true));
    vi.resetModules();
    const after = await fresh();
    server.away = false;
    await after.open();
    await vi.waitFor(() => expect(after.entries).toEqual([]));
    expect(sentTo()).toContain('tag');
  });

  test('uses the same key when it asks again, so nothing is done twice', async () => {
    const outbox = await fresh();
    server.loseNext = 1;
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() => expect(outbox.stuck).toBe(true));
    await outbox.sendAll();
    const keys = server.asked.map(({ variables }) => (variables.input as { key: string }).key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('keeps a refused photo with the shop’s words and does not send it again', async () => {
    const outbox = await fresh();
    server.answer(UploadPhotoDocument, () => ({
      uploadPhoto: {
        __typename: 'Refused',
        code: 'TOO_LARGE',
        message: 'That picture is too large.',
      },
    }));
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() =>
      expect(outbox.photosOf('c')[0]?.refused).toBe('That picture is too large.'),
    );
    await outbox.sendAll();
    expect(server.asked).toHaveLength(1);
  });

  test('replaces a photo that was taken again', async () => {
    const outbox = await fresh();
    server.away = true;
    await outbox.photo('c', 'front', blob);
    await outbox.photo('c', 'front', blob);
    expect(outbox.photosOf('c')).toHaveLength(1);
  });

  test('sends a photo that was taken again, and nothing more of the one before', async () => {
    const outbox = await fresh();
    server.answer(UploadPhotoDocument, ticketThenSilence);
    await outbox.photo('c', 'flaw', blob);
    await vi.waitFor(() => expect(server.silent).toBe(true));
    server.silent = false;
    server.answer(UploadPhotoDocument, ticket);
    await outbox.photo('c', 'flaw', new Blob([new Uint8Array(300)], { type: 'image/jpeg' }));
    await vi.waitFor(() => expect(outbox.entries).toEqual([]));
    expect(server.puts.map(({ bytes }) => bytes)).toEqual([256, 44]);
  });

  test('starts over at once when the signal is back, instead of waiting on a dead connection', async () => {
    const outbox = await fresh();
    await outbox.open();
    server.answer(UploadPhotoDocument, ticketThenSilence);
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() => expect(server.silent).toBe(true));
    server.silent = false;
    server.answer(UploadPhotoDocument, ticket);
    dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(outbox.entries).toEqual([]));
    expect(outbox.stuck).toBe(false);
  });

  test('keeps what waits for somebody to sign in, and does not call it refused', async () => {
    const outbox = await fresh();
    server.answer(UploadPhotoDocument, () => ({
      uploadPhoto: {
        __typename: 'Refused',
        code: 'SIGN_IN_NEEDED',
        message: 'Please sign in first.',
      },
    }));
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() => expect(outbox.stuck).toBe(true));
    expect(outbox.photosOf('c')[0]?.refused).toBeUndefined();
    server.answer(UploadPhotoDocument, ticket);
    await outbox.sendAll();
    expect(outbox.entries).toEqual([]);
  });

  test('asks for another ticket once, then for another photo, and never in a hurry', async () => {
    const outbox = await fresh();
    server.answer(UploadPhotoDocument, ({ input }) => {
      const given = ticket({ input });
      server.uploads.delete(`/uploads/${(input as { key: string }).key}`);
      return given;
    });
    await outbox.photo('c', 'front', blob);
    await vi.waitFor(() => expect(outbox.stuck).toBe(true));
    expect(server.asked).toHaveLength(1);
    await outbox.sendAll();
    const keys = server.asked.map(({ variables }) => (variables.input as { key: string }).key);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys).toHaveLength(3);
    server.answer(UploadPhotoDocument, ticket);
    await outbox.sendAll();
    expect(outbox.entries).toEqual([]);
  });

  test('says so when the phone has no room to keep a photo, and sends it all the same', async () => {
    const database = await drawers();
    const full = { ...blob, type: 'image/jpeg', size: 700, slice: blob.slice.bind(blob) };
    const outbox = await fresh();
    server.away = true;
    // What cannot be cloned cannot be kept, as on a phone that is full.
    await outbox.photo('c', 'front', Object.assign(full, { refuses: () => undefined }) as Blob);
    expect(outbox.fleeting).toBe(true);
    expect(await database?.count('outbox')).toBe(0);
    await vi.waitFor(() => expect(outbox.stuck).toBe(true));
    server.away = false;
    await outbox.sendAll();
    expect(outbox.entries).toEqual([]);
    expect(outbox.fleeting).toBe(false);
  });
});
