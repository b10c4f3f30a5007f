import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionDocument } from '../../src/gen/session';
import { forgetEverything, keep, kept } from '../../src/lib/api/kept';
import { session } from '../../src/lib/api/session.svelte';
import { Server } from '../server';

let server: Server;
let who: string | null = null;
beforeEach(async () => {
  await forgetEverything();
  server = new Server();
  server.answer(SessionDocument, () => ({
    shop: { name: 'A shop', mode: 'production' },
    viewer: who && { account: { id: who, role: 'SHOPPER', name: '', email: '' } },
  }));
});
afterEach(() => server.close());

async function opened(by: string | null): Promise<void> {
  who = by;
  await session.open();
}

test('a session that ran out leaves what is not sent yet where it is', async () => {
  await opened('rosa');
  await keep('something', 'unsent');
  await opened(null);
  expect(session.account).toBeNull();
  expect(await kept('something')).toBe('unsent');
  await opened('rosa');
  expect(await kept('something')).toBe('unsent');
});

test('the next person at this phone finds nothing of the one before', async () => {
  await opened('rosa');
  await keep('something', 'unsent');
  await opened(null);
  await opened('ben');
  expect(await kept('something')).toBeUndefined();
  expect(session.account?.id).toBe('ben');
});
