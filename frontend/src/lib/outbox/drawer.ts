/** The outbox's drawer on this phone. Where it cannot be written (no storage, a full phone), an
 * entry lives in memory only, and somebody has to be told to keep the page open. */
import { drawers } from '../api/kept';
import type { Entry } from './entries';

export class Drawer {
  /** Keys of what would be lost with this page. */
  #onlyHere = new Set<string>();

  get holdsEverything(): boolean {
    return this.#onlyHere.size === 0;
  }

  async all(): Promise<Entry[]> {
    return (await (await drawers())?.getAll('outbox')) ?? [];
  }

  async put(entry: Entry): Promise<void> {
    const database = await drawers();
    try {
      if (!database) throw new Error('no storage');
      await database.put('outbox', entry);
    } catch {
      this.#onlyHere.add(entry.key);
    }
  }

  async drop(key: string): Promise<void> {
    this.#onlyHere.delete(key);
    await (await drawers())?.delete('outbox', key);
  }

  /** Which of these another window has not sent meanwhile. */
  async stillThere(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const kept = await (await drawers())?.getAllKeys('outbox');
    if (!kept) return entries;
    return entries.filter(({ key }) => this.#onlyHere.has(key) || kept.includes(key));
  }
}

/** Asks the browser not to tidy away what is not sent yet. */
export async function askToKeep(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}
