/**
 * Looks at a picture as the server will, step by step and number by number
 * (`backend/onward/domain/seeing.py` says why; a test compares the constants), so that whoever
 * takes it can mend it while the item is still on the table.
 *
 * A picture taken is looked at with all the pixels that are sent. A live frame is drawn at twice
 * SIDE first, by the browser; from there both are made smaller by the same means of blocks.
 */
import { sizeToSend } from './picture';

export const SIDE = 400;
export const GREY = [0.299, 0.587, 0.114] as const;
export const GRAIN = 10;
export const DIAGONAL = 0.8;
export const LIGHTEST = 0.1;
export const BURNT = 250;
export const BLURRED_BELOW = 0.55;
export const DARK_ABOVE = 0.46;
export const BRIGHT_ABOVE = 0.12;

export type Doubt = 'dark' | 'bright' | 'blurred' | null;

/** Each from 0 up: how sharp it is, how far its lightest tenth stays below full light, how much of
 * it is burnt to white. */
export interface Look {
  sharpness: number;
  dark: number;
  bright: number;
}

/** A picture's channels one after the other: red, green, blue, row by row, from 0 to 255. */
export interface Planes {
  levels: [Float64Array, Float64Array, Float64Array];
  width: number;
  height: number;
}

/** What is doubtful about a picture that was taken. */
export async function doubtAbout(blob: Blob): Promise<Doubt> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  const pixels = drawn(bitmap, sizeToSend(bitmap.width, bitmap.height));
  bitmap.close();
  return pixels && doubt(lookedAt(pixels));
}

/** What is doubtful about what the camera shows just now; null while it shows nothing. */
export function doubtInFrame(video: HTMLVideoElement): Doubt {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height) return null;
  const scale = Math.min(1, (2 * SIDE) / Math.min(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const pixels = drawn(video, size);
  return pixels && doubt(lookedAt(pixels));
}

/** The first thing to mend: in the dark nothing is sharp. */
export function doubt(look: Look): Doubt {
  if (look.dark > DARK_ABOVE) return 'dark';
  if (look.bright > BRIGHT_ABOVE) return 'bright';
  return look.sharpness < BLURRED_BELOW ? 'blurred' : null;
}

/** Measure a picture of any size. */
export function lookedAt(pixels: Pick<ImageData, 'data' | 'width' | 'height'>): Look {
  const { levels, width, height } = shrunk(pixels.data, pixels.width, pixels.height);
  const [red, green, blue] = levels;
  const grey = new Float64Array(red.length);
  const counts = new Uint32Array(256);
  let burnt = 0;
  for (let at = 0; at < grey.length; at++) {
    const r = red[at] ?? 0;
    const g = green[at] ?? 0;
    const b = blue[at] ?? 0;
    grey[at] = GREY[0] * r + GREY[1] * g + GREY[2] * b;
    const strongest = Math.floor(Math.max(r, g, b));
    counts[strongest] = (counts[strongest] ?? 0) + 1;
    if (Math.min(r, g, b) >= BURNT) burnt++;
  }
  return {
    sharpness: sharpness(grey, width, height),
    dark: 1 - levelOfTheLightest(counts, grey.length) / 255,
    bright: burnt / grey.length,
  };
}

/** Of grey levels, row by row: the least of four directions counts; 0 under 3 pixels. */
export function sharpness(grey: Float64Array, width: number, height: number): number {
  if (Math.min(width, height) < 3) return 0;
  const across = bending(grey, width, height, 1);
  const down = bending(grey, width, height, width);
  const falling = bending(grey, width, height, width + 1);
  const rising = bending(grey, width, height, 1 - width);
  return Math.min(across, down, DIAGONAL * falling, DIAGONAL * rising);
}

/** The picture with a shorter side of at most SIDE, each pixel the mean of the block it stands for. */
export function shrunk(rgba: Uint8ClampedArray, width: number, height: number): Planes {
  const shorter = Math.min(width, height);
  const scaled = (side: number) =>
    shorter <= SIDE ? side : Math.floor((2 * side * SIDE + shorter) / (2 * shorter));
  const columns = blocks(width, scaled(width));
  const rows = blocks(height, scaled(height));
  const across = columns.sizes.length;
  const sums = [0, 1, 2].map(() => new Float64Array(across * rows.sizes.length));
  const [red, green, blue] = sums as Planes['levels'];
  for (let y = 0, from = 0; y < height; y++) {
    const start = (rows.of[y] ?? 0) * across;
    for (let x = 0; x < width; x++, from += 4) {
      const to = start + (columns.of[x] ?? 0);
      red[to] = (red[to] ?? 0) + (rgba[from] ?? 0);
      green[to] = (green[to] ?? 0) + (rgba[from + 1] ?? 0);
      blue[to] = (blue[to] ?? 0) + (rgba[from + 2] ?? 0);
    }
  }
  for (const sum of sums) {
    for (let at = 0; at < sum.length; at++) {
      const size = (rows.sizes[Math.floor(at / across)] ?? 1) * (columns.sizes[at % across] ?? 1);
      sum[at] = (sum[at] ?? 0) / size;
    }
  }
  return { levels: [red, green, blue], width: across, height: rows.sizes.length };
}

/** Which of `count` blocks, as equal as can be, each of `length` lines falls in; their sizes. */
function blocks(length: number, count: number): { of: Uint16Array; sizes: Uint16Array } {
  const of = new Uint16Array(length);
  const sizes = new Uint16Array(count);
  for (let block = 0; block < count; block++) {
    const start = Math.floor((block * length) / count);
    const end = Math.floor(((block + 1) * length) / count);
    of.fill(block, start, end);
    sizes[block] = end - start;
  }
  return { of, sizes };
}

/** How much levels bend from pixel to pixel in the direction of `step`, beside how much they rise. */
function bending(grey: Float64Array, width: number, height: number, step: number): number {
  let [bends, bendsSquared, rises, risesSquared] = [0, 0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const rise = (grey[at] ?? 0) - (grey[at - step] ?? 0);
      const bend = (grey[at + step] ?? 0) - (grey[at] ?? 0) - rise;
      bends += bend;
      bendsSquared += bend * bend;
      rises += rise;
      risesSquared += rise * rise;
    }
  }
  const count = (width - 2) * (height - 2);
  const variance = (sum: number, squares: number) => squares / count - (sum / count) ** 2;
  return variance(bends, bendsSquared) / (variance(rises, risesSquared) + GRAIN);
}

function levelOfTheLightest(counts: Uint32Array, all: number): number {
  let reached = 0;
  for (let level = 255; level > 0; level--) {
    reached += counts[level] ?? 0;
    if (reached >= LIGHTEST * all) return level;
  }
  return 0;
}

let canvas: HTMLCanvasElement | undefined;

/** The pixels of a picture at this size; one canvas serves all. */
function drawn(source: CanvasImageSource, size: { width: number; height: number }) {
  canvas ??= document.createElement('canvas');
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(source, 0, 0, size.width, size.height);
  return context?.getImageData(0, 0, size.width, size.height) ?? null;
}
