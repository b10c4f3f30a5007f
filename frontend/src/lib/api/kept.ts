/** The copies this phone keeps, so that what was seen once can be seen without a signal. */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Entry } from '../outbox/entries';

interface Drawers extends DBSchema {
  kept: { key: string; value: unknown };
  outbox: { key: string; value: Entry };
}

let opening: Promise<IDBPDatabase<Drawers> | null> | undefined;

/** Null where the browser gives no storage (some private windows): then nothing is kept. */
export function drawers(): Promise<IDBPDatabase<Drawers> | null> {
  opening ??= open().catch(() => null);
  return opening;
}

async function open(): Promise<IDBPDatabase<Drawers>> {
  const { openDB } = await import('idb');
  return openDB<Drawers>('onward', 1, {
    upgrade(database) {
      database.createObjectStore('kept');
      database.createObjectStore('outbox', { keyPath: 'key' });
    },
  });
}

export async function keep(name: string, value: unknown): Promise<void> {
  await (await drawers())?.put('kept', value, name);
}

export async function kept<T>(name: string): Promise<T | undefined> {
  return (await (await drawers())?.get('kept', name)) as T | undefined;
}

/** Another person is at this phone: nothing of the one before stays. */
export async function forgetEverything(): Promise<void> {
  const database = await drawers();
  await Promise.all([database?.clear('kept'), database?.clear('outbox')]);
  localStorage.clear();
  sessionStorage.clear();
}
