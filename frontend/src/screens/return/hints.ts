/** Which one sentence helps most while the picture is live. It never keeps anybody from shooting. */
import type { hints } from '$words/capture';
import type { Lean } from '../../lib/device/level';
import type { Doubt } from '../../lib/device/seeing';

export type Hint = keyof typeof hints;

/** Shots of a detail, taken from as near as a phone can see sharp. */
const NEAR = new Set(['tag', 'label', 'serial', 'flaw']);
/** Things that lie on a table or the floor, seen from above; the others may stand. */
const FLAT = new Set(['clothing', 'accessories']);
const FLAT_SHOTS = new Set(['tag', 'label', 'flaw', 'sole', 'accessories']);
/** Shots that may bear a barcode worth looking for. */
const CODED = new Set(['tag']);

export const bearsBarcode = (shot: string): boolean => CODED.has(shot);

export const liesFlat = (shot: string, category: string): boolean =>
  FLAT_SHOTS.has(shot) || (FLAT.has(category) && ['front', 'back'].includes(shot));

interface Seen {
  doubt: Doubt;
  lean: Lean;
  shot: string;
  category: string;
  /** Whether there is a light to switch on, and it is off. */
  light: boolean;
}

/** Light first: without it nothing else can be judged. Then how it is held, then sharpness. */
export function hintFor({ doubt, lean, shot, category, light }: Seen): Hint {
  if (doubt === 'dark') return light ? 'darkWithLight' : 'dark';
  if (doubt === 'bright') return 'bright';
  const sideways = lean === 'left' || lean === 'right';
  if (lean && (sideways || liesFlat(shot, category))) return lean;
  if (doubt === 'blurred') return NEAR.has(shot) ? 'blurredNear' : 'blurred';
  return 'good';
}
