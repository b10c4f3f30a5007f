/** A stop of the peer path, and how people name it. */
import { stops as words } from '$words/stops';
import type { PausePeerMutation, StopPartsFragment } from '../../../gen/graphql';

export type Stop = Pick<StopPartsFragment, 'scope' | 'name' | 'because'> & { since?: string };
export type Standing = readonly StopPartsFragment[];
export type Swept = NonNullable<
  Extract<PausePeerMutation['pausePeer'], { __typename: 'PeerStops' }>['swept']
>;
type Category = { name: string; label: string };

/** "Everything", "Shoes", "LIN-OV-M". */
export function named(stop: Pick<Stop, 'scope' | 'name'>, categories: readonly Category[]): string {
  if (stop.scope === 'ALL') return words.all;
  const label = categories.find(({ name }) => name === stop.name)?.label;
  return (stop.scope === 'CATEGORY' && label) || stop.name;
}
