/** The packing ticks of one case. They never leave this phone. */
export const PACKING = ['invoiceOut', 'labelCovered', 'everythingIn'] as const;
export type Tick = (typeof PACKING)[number];
/** Without these two, a stranger could read the returner's name from the parcel. */
export const NEEDED: readonly Tick[] = ['invoiceOut', 'labelCovered'];

export class Packed {
  ticks = $state.raw<Partial<Record<Tick, boolean>>>({});
  #name: string;

  constructor(caseId: string) {
    this.#name = `packed:${caseId}`;
    this.ticks = JSON.parse(localStorage.getItem(this.#name) ?? '{}');
  }

  get safe(): boolean {
    return NEEDED.every((tick) => this.ticks[tick]);
  }

  set(tick: Tick, done: boolean): void {
    this.ticks = { ...this.ticks, [tick]: done };
    localStorage.setItem(this.#name, JSON.stringify(this.ticks));
  }
}
