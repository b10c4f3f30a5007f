/**
 * Follows something that flickers and shows only what lasts: a new value after it has held for
 * `holdsFor`, and never sooner than `staysFor` after the one before. Both in milliseconds.
 */
export class Steady<T> {
  #since = 0;
  #shownAt = Number.NEGATIVE_INFINITY;
  #coming: T;

  constructor(
    public shown: T,
    readonly holdsFor = 600,
    readonly staysFor = 1_800,
  ) {
    this.#coming = shown;
  }

  /** What to show now that `value` was seen at `now`. */
  see(value: T, now: number): T {
    if (value !== this.#coming) {
      this.#coming = value;
      this.#since = now;
    }
    const lasts = now - this.#since >= this.holdsFor;
    if (value !== this.shown && lasts && now - this.#shownAt >= this.staysFor) {
      this.shown = value;
      this.#shownAt = now;
    }
    return this.shown;
  }
}
