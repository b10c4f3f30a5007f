/** What there is of the other size: read once a screen has a place for it, and again when it moved. */
import { ExchangeOptionsDocument } from '../../gen/exchange';
import type { ExchangeOptionsQuery } from '../../gen/graphql';
import { ask } from '../../lib/api/ask';
import type { ReturnCase } from '../../lib/api/shelf.svelte';
import OtherSize from './OtherSize.svelte';

export type Choice = NonNullable<ExchangeOptionsQuery['returnCase']>;

export class Swap {
  readonly Part = OtherSize;
  choice = $state.raw<Choice>({ exchangeOptions: [], exchangeNote: null });

  constructor(readonly id: string) {}

  /** As before where nobody answers, for the return goes on without it. */
  look = async (): Promise<void> => {
    try {
      const { returnCase } = await ask(ExchangeOptionsDocument, { id: this.id });
      if (returnCase) this.choice = returnCase;
    } catch {
      // It is asked again when something is held or given up.
    }
  };
}

export async function swapFor(found: ReturnCase): Promise<Swap> {
  const swap = new Swap(found.id);
  if (!found.shipment?.firstScanAt) await swap.look();
  return swap;
}
