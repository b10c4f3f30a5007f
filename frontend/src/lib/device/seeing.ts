/** Looks at a picture the way a person would at a glance: is it dark, is it blurred? */
const SIDE = 192;
const DARK_BELOW = 45;
const BLURRED_BELOW = 18;

export type Doubt = 'dark' | 'blurred' | null;

export async function doubtAbout(blob: Blob): Promise<Doubt> {
  const bitmap = await createImageBitmap(blob, { resizeWidth: SIDE, resizeHeight: SIDE });
  const context = Object.assign(document.createElement('canvas'), {
    width: SIDE,
    height: SIDE,
  }).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return judge(grey(context.getImageData(0, 0, SIDE, SIDE).data), SIDE);
}

/** `levels` are grey values 0-255 of a square picture, row by row. */
export function judge(levels: Float32Array, side: number): Doubt {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  if (mean < DARK_BELOW) return 'dark';
  return edges(levels, side) < BLURRED_BELOW ? 'blurred' : null;
}

/** The variance of the Laplacian: low where nothing in the picture has an edge. */
function edges(levels: Float32Array, side: number): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      const around = level(levels, at - 1) + level(levels, at + 1);
      const above = level(levels, at - side) + level(levels, at + side);
      const bend = around + above - 4 * level(levels, at);
      sum += bend;
      squares += bend * bend;
      count++;
    }
  }
  return squares / count - (sum / count) ** 2;
}

const level = (levels: Float32Array, at: number): number => levels[at] ?? 0;

function grey(pixels: Uint8ClampedArray): Float32Array {
  const levels = new Float32Array(pixels.length / 4);
  for (let at = 0; at < levels.length; at++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at * 4, at * 4 + 3);
    levels[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return levels;
}
