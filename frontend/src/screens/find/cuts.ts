/** One cut in one colour is shown once, with its sizes beneath it. */
import type { FindItemsQuery } from '../../gen/graphql';
import { inOrder } from './order';

export type Found = FindItemsQuery['itemsToFind']['nodes'][number];
export interface Cut {
  key: string;
  /** What stands for all its sizes: one that is here, else the first. */
  shown: Found;
  sizes: Found[];
}

export function cutsOf(items: readonly Found[]): Cut[] {
  const cuts = new Map<string, Found[]>();
  for (const one of items) {
    const key = `${one.item.title} ${one.item.colour}`;
    cuts.set(key, [...(cuts.get(key) ?? []), one]);
  }
  return [...cuts].map(([key, some]) => {
    const sizes = inOrder(some);
    return { key, sizes, shown: sizes.find(isHere) ?? (sizes[0] as Found) };
  });
}

export const isHere = (one: Found): boolean => one.listing !== null && one.listing !== undefined;
