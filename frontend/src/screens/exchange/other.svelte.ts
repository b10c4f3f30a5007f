/** Whether the other size has a place on a case's screen, and that part of it once it is here. */
import type { Followed, ReturnCase } from '../../lib/api/shelf.svelte';
import type { Swap } from './swap.svelte';

/** So long a screen waits for it, in milliseconds; then it comes when it comes. */
const PATIENCE = 1_500;

/** While nothing is handed in, the other size may be held; what was, is told ever after. */
export function mayExchange(found: ReturnCase): boolean {
  if (found.exchange) return true;
  const over = found.shipment?.firstScanAt || /CANCELED|EXPIRED/.test(found.stage);
  return !over && /^(SIZE|COLOR|STYLE)/.test(found.reason);
}

export class Other {
  swap = $state.raw<Swap | null>(null);
  #late = $state(false);
  #asked = false;

  constructor(readonly followed: Followed<ReturnCase>) {}

  /** Whether the screen can be shown without something moving it later. Asks the first time. */
  get ready(): boolean {
    const found = this.followed.value;
    if (!found || !mayExchange(found)) return true;
    if (!this.#asked) void this.#fetch(found);
    return this.#late || this.swap !== null;
  }

  async #fetch(found: ReturnCase): Promise<void> {
    this.#asked = true;
    setTimeout(() => (this.#late = true), PATIENCE);
    this.swap = await (await import('./swap.svelte')).swapFor(found);
  }
}
