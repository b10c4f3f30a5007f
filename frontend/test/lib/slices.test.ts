import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Unreachable } from '../../src/lib/api/ask';
import { sendInSlices, TicketGone, UploadRefused } from '../../src/lib/outbox/slices';
import { bytesOf, Server } from '../server';

const picture = new Blob([Uint8Array.from({ length: 1000 }, (_, at) => at % 251)]);
let server: Server;

beforeEach(() => {
  server = new Server();
  server.expectUpload('/uploads/t', picture.size);
});
afterEach(() => server.close());

const send = (onSent: (bytes: number) => void = () => undefined) =>
  sendInSlices({ url: '/uploads/t', blob: picture, sliceBytes: 300, onSent });

async function whole(): Promise<void> {
  expect(server.uploads.get('/uploads/t')).toEqual([...(await bytesOf(picture))]);
}

describe('a picture', () => {
  test('arrives in slices, byte for byte, and tells how far it is', async () => {
    const told: number[] = [];
    await send((bytes) => told.push(bytes));
    await whole();
    expect(server.puts.map((put) => put.bytes)).toEqual([300, 300, 300, 100]);
    expect(told).toEqual([0, 300, 600, 900, 1000]);
  });

  test('goes on where it was cut off', async () => {
    server.uploads.get('/uploads/t')?.push(...(await bytesOf(picture.slice(0, 450))));
    await send();
    await whole();
    expect(server.puts[0]?.offset).toBe(450);
  });

  test('is not sent twice when the answer to a slice was lost', async () => {
    const lost = send((bytes) => {
      if (bytes === 300) server.loseNext = 1;
    });
    await expect(lost).rejects.toBeInstanceOf(Unreachable);
    expect(server.uploads.get('/uploads/t')).toHaveLength(600);
    await send();
    await whole();
  });

  test('asks the server where it is when the two disagree', async () => {
    let once = true;
    await send((bytes) => {
      if (!once || bytes !== 300) return;
      once = false;
      server.uploads.get('/uploads/t')?.push(...new Array(50).fill(0));
    });
    expect(server.puts.map((put) => put.offset)).toEqual([0, 350, 650, 950]);
  });
});

describe('a picture that cannot be sent', () => {
  test('waits when nobody answers', async () => {
    server.away = true;
    await expect(send()).rejects.toBeInstanceOf(Unreachable);
  });

  test('needs another ticket when its own is over', async () => {
    server.uploads.delete('/uploads/t');
    await expect(send()).rejects.toBeInstanceOf(TicketGone);
  });

  test('is given up when the server refuses the picture itself, in its words', async () => {
    server.close();
    const before = globalThis.fetch;
    globalThis.fetch = (async (_: string, init: RequestInit) =>
      init.method === 'HEAD'
        ? new Response(null, { headers: { 'upload-offset': '0' } })
        : Response.json(
            { code: 'NOT_A_PICTURE', message: 'That is not a picture.' },
            { status: 422 },
          )) as typeof fetch;
    const refused = await send().catch((error: unknown) => error);
    globalThis.fetch = before;
    expect(refused).toBeInstanceOf(UploadRefused);
    expect((refused as UploadRefused).message).toBe('That is not a picture.');
  });
});
