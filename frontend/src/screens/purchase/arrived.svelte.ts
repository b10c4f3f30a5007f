/** What a buyer photographed, from the moment it is taken, whether it is sent yet or not. */
import { outbox } from '../../lib/outbox/outbox.svelte';

export class Arrived {
  /** Addresses of pictures on this phone, by shot. */
  local = $state.raw<Readonly<Record<string, string>>>({});

  constructor(readonly purchaseId: string) {}

  entryOf(shot: string) {
    return outbox.arrivalsOf(this.purchaseId).findLast((entry) => entry.shot === shot);
  }

  /** Pictures that wait from an earlier visit, or were taken elsewhere on this page. */
  adopt = (): void => {
    for (const { shot, blob } of outbox.arrivalsOf(this.purchaseId)) {
      if (!this.local[shot]) this.#keep(shot, blob);
    }
  };

  take = async (shot: string, blob: Blob): Promise<void> => {
    if (this.local[shot]) URL.revokeObjectURL(this.local[shot]);
    this.#keep(shot, blob);
    await outbox.arrival(this.purchaseId, shot, blob);
  };

  forget = (): void => {
    for (const url of Object.values(this.local)) URL.revokeObjectURL(url);
  };

  #keep(shot: string, blob: Blob): void {
    this.local = { ...this.local, [shot]: URL.createObjectURL(blob) };
  }
}
