/** Something a screen reads once and can read again: the answer, or why there is none. */
import { keep, kept } from './kept';
import { type Trouble, troubleOf } from './trouble';

export class Load<T> {
  value = $state.raw<T | undefined>(undefined);
  trouble = $state.raw<Trouble | null>(null);
  busy = $state(false);

  #fetch: () => Promise<T>;
  #keepAs: string | undefined;
  #turn = 0;

  /** With `keepAs`, the last answer stays on the phone and is shown until a fresh one arrives. */
  constructor(fetch: () => Promise<T>, keepAs?: string) {
    this.#fetch = fetch;
    this.#keepAs = keepAs;
  }

  run = async (): Promise<void> => {
    const turn = ++this.#turn;
    this.busy = true;
    if (this.value === undefined && this.#keepAs) {
      const copy = await kept<T>(this.#keepAs);
      if (turn === this.#turn && this.value === undefined) this.value = copy;
    }
    try {
      const fresh = await this.#fetch();
      if (turn !== this.#turn) return;
      this.value = fresh;
      this.trouble = null;
      if (this.#keepAs) void keep(this.#keepAs, fresh);
    } catch (error) {
      if (turn === this.#turn) this.trouble = troubleOf(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  };
}
