/** What there is to look at of a purchase, shot by shot. */
import type { PhotoPartsFragment } from '../../gen/graphql';
import type { Purchase } from '../../lib/api/shelf.svelte';

export interface Looked {
  key: string;
  title: string;
  left?: PhotoPartsFragment;
  /** The address of how it arrived, on this phone or on the server. */
  arrived?: string;
  /** A small picture for the strip; none while there is nothing to see yet. */
  small?: string;
}

/** `local` are addresses of pictures on this phone, by shot; they are there before the server's. */
export function lookedAt(
  { evidence, shots, claim }: Pick<Purchase, 'evidence' | 'shots' | 'claim'>,
  local: Readonly<Record<string, string>>,
  mayAdd: boolean,
): Looked[] {
  const pairs = new Map(evidence.pairs.map((pair) => [pair.shot, pair]));
  // Somebody who told us what is wrong may show it; nobody else is asked for a flaw.
  const asked = shots.filter(({ key }) => pairs.has(key) || local[key] || (claim && mayAdd));
  const known = new Set(shots.map(({ key }) => key));
  const others = evidence.pairs.filter(({ shot }) => !known.has(shot));
  const wanted = [...asked, ...others.map(({ shot, title }) => ({ key: shot, title }))];
  const looked = wanted.map(({ key, title }): Looked => {
    const { departure, arrival } = pairs.get(key) ?? {};
    const arrived = local[key] ?? arrival?.url;
    const small = departure?.thumbnailUrl ?? local[key] ?? arrival?.thumbnailUrl;
    return { key, title, left: departure ?? undefined, arrived, small };
  });
  if (!evidence.packing) return looked;
  const { title, thumbnailUrl } = evidence.packing;
  return [...looked, { key: 'packing', title, left: evidence.packing, small: thumbnailUrl }];
}
