/**
 * What waits for a look, the most urgent first. It is read again while somebody watches, and it
 * remembers the sheets it has fetched, so that the next case is there before it is asked for.
 */
import { ReviewDocument, ReviewQueueDocument } from '../../../gen/desk';
import type { ReviewQuery, ReviewQueueQuery } from '../../../gen/graphql';
import { ask } from '../../../lib/api/ask';
import { Load } from '../../../lib/api/load.svelte';

export type Waiting = NonNullable<ReviewQueueQuery['desk']>['tasks'][number];
export type Sheet = NonNullable<NonNullable<ReviewQuery['desk']>['review']>;

const AGAIN_EVERY = 20_000;
const SHEETS_KEPT = 4;

class Queue {
  /** The shop's time, which may be another than this machine's. */
  now = $state(Date.now());
  waiting = new Load<readonly Waiting[]>(async () => {
    const found = (await ask(ReviewQueueDocument, {})).desk;
    if (found) this.#tell(found.now);
    return (found?.tasks ?? []).filter((task) => !this.#decided.has(task.id));
  });

  #sheets = new Map<string, Load<Sheet | null>>();
  #decided = new Set<string>();
  #ahead = 0;

  sheet(id: string): Load<Sheet | null> {
    let found = this.#sheets.get(id);
    if (!found) {
      found = new Load(async () => (await ask(ReviewDocument, { id })).desk?.review ?? null);
      this.#sheets.set(id, found);
      const oldest = this.#sheets.keys().next().value;
      if (this.#sheets.size > SHEETS_KEPT && oldest) this.#sheets.delete(oldest);
    }
    return found;
  }

  /** Fetches a case and its first photo before anybody opens it. */
  async fetch(id: string): Promise<void> {
    const load = this.sheet(id);
    if (load.value === undefined && !load.busy) await load.run();
    const first = load.value?.returnCase.photos[0]?.id;
    const photo = load.value?.album.find((one) => one.id === first);
    if (photo) new Image().src = photo.url;
  }

  place(id: string): number {
    return this.waiting.value?.findIndex(({ returnCase }) => returnCase.id === id) ?? -1;
  }

  /** The case that many places further on; without a place of its own, the queue begins anew. */
  beside(id: string | undefined, step: 1 | -1): Waiting | undefined {
    const place = id ? this.place(id) : -1;
    if (place < 0) return step > 0 ? this.waiting.value?.[0] : undefined;
    return this.waiting.value?.[place + step];
  }

  /** The case to open once this one is decided: the next one, or else the most urgent. */
  after(id: string): string | undefined {
    const others = this.waiting.value?.filter(({ returnCase }) => returnCase.id !== id);
    return (this.beside(id, 1) ?? others?.[0])?.returnCase.id;
  }

  /** Takes a decided case off at once; what the server still lists for a moment stays off. */
  decided(id: string): void {
    const done = this.waiting.value?.[this.place(id)];
    if (done) this.#decided.add(done.id);
    this.#sheets.delete(id);
    this.waiting.value = this.waiting.value?.filter((task) => task !== done);
  }

  /** Read now, again every while, and whenever somebody comes back to the window. */
  follow(): () => void {
    const again = () => {
      if (document.visibilityState === 'visible') void this.waiting.run();
    };
    const tick = setInterval(() => {
      this.now = Date.now() + this.#ahead;
      again();
    }, AGAIN_EVERY);
    document.addEventListener('visibilitychange', again);
    void this.waiting.run();
    return () => {
      clearInterval(tick);
      document.removeEventListener('visibilitychange', again);
    };
  }

  #tell(now: string): void {
    this.#ahead = Date.parse(now) - Date.now();
    this.now = Date.parse(now);
  }
}

export const queue = new Queue();
