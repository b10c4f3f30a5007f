/** Which way a phone leans, from its motion sensor, for somebody who holds it over a thing. */

/** What to do about it; null when it is level. */
export type Lean = 'left' | 'right' | 'flat' | 'top' | 'bottom' | null;

/** Degrees of leaning that nobody sees in a picture. */
const STRAIGHT = 6;
/** Degrees from lying flat up to which somebody means to look straight down. */
const LOOKING_DOWN = 22;
/** Degrees from lying flat from which somebody means to look straight ahead. */
const LOOKING_AHEAD = 65;
const DEGREES = 180 / Math.PI;

/**
 * `beta` and `gamma` are a DeviceOrientationEvent's, in degrees; `turned` is the screen's angle.
 * Looking down, the edge that hangs too low is to come up; looking ahead, only a slanted horizon
 * counts, whichever way round the phone is held.
 */
export function leanOf(beta: number, gamma: number, turned = 0): Lean {
  const [x, y, z] = upwards(beta / DEGREES, gamma / DEGREES);
  const fromFlat = Math.acos(Math.min(1, Math.max(-1, z))) * DEGREES;
  if (fromFlat < STRAIGHT) return null;
  if (fromFlat < LOOKING_DOWN) return lowered(x, y, turned);
  if (fromFlat < LOOKING_AHEAD) return 'flat';
  const roll = Math.atan2(x, y) * DEGREES;
  const slant = roll - Math.round(roll / 90) * 90;
  if (Math.abs(slant) < STRAIGHT) return null;
  return slant > 0 ? 'right' : 'left';
}

/** Where up is, seen from the phone: x to its right edge, y to its top edge, z out of the screen. */
function upwards(beta: number, gamma: number): [x: number, y: number, z: number] {
  return [-Math.cos(beta) * Math.sin(gamma), Math.sin(beta), Math.cos(beta) * Math.cos(gamma)];
}

/** The edge to lower, as the person sees the screen. */
function lowered(x: number, y: number, turned: number): Lean {
  const angle = turned / DEGREES;
  const across = x * Math.cos(angle) - y * Math.sin(angle);
  const along = x * Math.sin(angle) + y * Math.cos(angle);
  if (Math.abs(across) > Math.abs(along)) return across > 0 ? 'right' : 'left';
  return along > 0 ? 'top' : 'bottom';
}

interface AsksFirst {
  requestPermission?: () => Promise<PermissionState>;
}

/** iPhones want to be asked, and only in answer to a tap. */
export function mustAskToMeasure(): boolean {
  return typeof (globalThis.DeviceOrientationEvent as AsksFirst)?.requestPermission === 'function';
}

export async function askToMeasure(): Promise<boolean> {
  const request = (DeviceOrientationEvent as AsksFirst).requestPermission;
  return (await request?.call(DeviceOrientationEvent).catch(() => 'denied')) === 'granted';
}

interface Leaning {
  lean: () => Lean;
  /** Whether the sensor has said anything; an iPhone that was not asked says nothing. */
  heard: () => boolean;
  stop: () => void;
}

/** Tells the latest lean whenever it is asked; null on a device that cannot say. */
export function watchLean(): Leaning {
  let last: Lean = null;
  let heard = false;
  const hear = ({ beta, gamma }: DeviceOrientationEvent) => {
    heard = true;
    if (beta !== null && gamma !== null) last = leanOf(beta, gamma, screen.orientation?.angle);
  };
  addEventListener('deviceorientation', hear);
  return {
    lean: () => last,
    heard: () => heard,
    stop: () => removeEventListener('deviceorientation', hear),
  };
}
