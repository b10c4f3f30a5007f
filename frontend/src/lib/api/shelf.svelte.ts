/** The cases and purchases this phone has seen, each followed live while a screen shows it. */

import type { CasePartsFragment, PurchasePartsFragment } from '../../gen/graphql';
import { OpenPurchaseDocument, WatchPurchaseDocument } from '../../gen/purchases';
import { OpenCaseDocument, WatchCaseDocument } from '../../gen/returns';
import { ask } from './ask';
import { keep, kept } from './kept';
import { type Trouble, troubleOf } from './trouble';

export type ReturnCase = CasePartsFragment;
export type Purchase = PurchasePartsFragment;
type See<T> = (thing: T | null | undefined) => void;

interface Source<T> {
  name: string;
  open: (id: string) => Promise<T | null | undefined>;
  watch: (id: string, after: string | undefined, see: See<T>) => Promise<() => void>;
}

interface Thing {
  id: string;
  cursor: string;
  version: number;
}

export class Shelf<T extends Thing> {
  #things = $state.raw<ReadonlyMap<string, T>>(new Map());
  constructor(readonly source: Source<T>) {}

  get(id: string): T | undefined {
    return this.#things.get(id);
  }

  /** An answer may come after news that is younger than it: what is older changes nothing. */
  put(thing: T): void {
    const known = this.get(thing.id);
    if (known && known.version > thing.version) return;
    this.#things = new Map(this.#things).set(thing.id, thing);
    void keep(`${this.source.name}:${thing.id}`, thing);
  }

  /** Takes the kept copy when nothing fresher is here yet. */
  async remember(id: string): Promise<void> {
    const copy = await kept<T>(`${this.source.name}:${id}`);
    if (copy && !this.#things.has(id)) this.#things = new Map(this.#things).set(id, copy);
  }
}

/** One thing on a screen: read, then watched until the screen goes. */
export class Followed<T extends Thing> {
  absent = $state(false);
  trouble = $state.raw<Trouble | null>(null);
  #stopWatching = () => {};
  #gone = false;

  constructor(
    readonly shelf: Shelf<T>,
    readonly id: string,
  ) {}

  get value(): T | undefined {
    return this.shelf.get(this.id);
  }

  start = async (): Promise<void> => {
    await this.shelf.remember(this.id);
    await this.refresh();
    const watching = await this.shelf.source.watch(this.id, this.value?.cursor, (thing) => {
      if (thing && !this.#gone) this.#show(thing);
    });
    if (this.#gone) watching();
    else this.#stopWatching = watching;
  };

  refresh = async (): Promise<void> => {
    try {
      const thing = await this.shelf.source.open(this.id);
      if (thing) this.#show(thing);
      else this.absent = true;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
  };

  stop = (): void => {
    this.#gone = true;
    this.#stopWatching();
  };

  #show(thing: T): void {
    this.trouble = null;
    this.absent = false;
    this.shelf.put(thing);
  }
}

export const cases = new Shelf<ReturnCase>({
  name: 'case',
  open: async (id) => (await ask(OpenCaseDocument, { id })).returnCase,
  watch: async (id, after, see) => {
    const { watch } = await import('./socket');
    return watch(WatchCaseDocument, { id, after }, ({ returnCase }) => {
      see(returnCase);
      return returnCase.cursor;
    });
  },
});

export const purchases = new Shelf<Purchase>({
  name: 'purchase',
  open: async (id) => (await ask(OpenPurchaseDocument, { id })).purchase,
  watch: async (id, after, see) => {
    const { watch } = await import('./socket');
    return watch(WatchPurchaseDocument, { id, after }, ({ purchase }) => {
      see(purchase);
      return purchase.cursor;
    });
  },
});
