import { expect, test } from 'vitest';
import {
  BLURRED_BELOW,
  BRIGHT_ABOVE,
  DARK_ABOVE,
  doubt,
  doubtInFrame,
  lookedAt,
  shrunk,
} from '../../src/lib/device/seeing';

type Pattern = (x: number, y: number, channel: number) => number;

/** A picture of which each channel of each pixel is `level(x, y, channel)`. */
function painted(width: number, height: number, level: Pattern) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) {
      data[at * 4 + channel] = level(at % width, Math.floor(at / width), channel) % 256;
    }
    data[at * 4 + 3] = 255;
  }
  return { data, width, height };
}

const patterns = {
  weave: (x, y, channel) => x * 7 + y * 13 + channel * 29 + ((x * y) % 11) * 5,
  slopes: (x, y, channel) =>
    Math.floor(((Math.floor(x / 3) + Math.floor(y / 5)) * (channel + 1)) / 2),
  boards: (x, y, channel) => 40 + 60 * ((Math.floor(x / 4) + Math.floor(y / 6)) % 4) + channel,
  window: (x, y) => (x * 3 < y ? 255 : 30 + (x % 17)),
} satisfies Record<string, Pattern>;

// What the server measures of them (tests/domain/test_seeing.py holds the same numbers).
const measured: [keyof typeof patterns, number, number, number, number, number][] = [
  ['weave', 9, 7, 2.1187, 0.2314, 0],
  ['weave', 400, 523, 1.8447, 0.0314, 0],
  ['weave', 1000, 801, 1.2686, 0.102, 0],
  ['slopes', 640, 480, 1.1182, 0.0627, 0],
  ['boards', 403, 600, 1.7082, 0.1294, 0],
  ['boards', 1200, 1600, 1.9985, 0.1294, 0],
  ['window', 450, 900, 1.3742, 0, 0.3342],
  ['window', 2, 9, 0, 0, 0.7222],
];

test.each(measured)(
  '%s at %i x %i is measured as the server does',
  (name, width, height, sharpness, dark, bright) => {
    const look = lookedAt(painted(width, height, patterns[name]));
    expect(Math.abs(look.sharpness - sharpness)).toBeLessThan(2e-4);
    expect(look.dark).toBeCloseTo(dark, 4);
    expect(look.bright).toBeCloseTo(bright, 4);
  },
);

test('the shorter side becomes the scale, and nothing grows', () => {
  const size = (width: number, height: number) => {
    const small = shrunk(new Uint8ClampedArray(width * height * 4), width, height);
    return [small.width, small.height];
  };
  expect(size(200, 300)).toEqual([200, 300]);
  expect(size(1200, 1600)).toEqual([400, 533]);
  expect(size(1067, 800)).toEqual([534, 400]);
});

test('the doubt is the first thing to mend', () => {
  const good = { sharpness: BLURRED_BELOW, dark: DARK_ABOVE, bright: BRIGHT_ABOVE };
  expect(doubt(good)).toBeNull();
  expect(doubt({ ...good, sharpness: BLURRED_BELOW - 0.01 })).toBe('blurred');
  expect(doubt({ ...good, sharpness: 0.1, bright: 0.9 })).toBe('bright');
  expect(doubt({ sharpness: 0.1, dark: 0.9, bright: 0.9 })).toBe('dark');
});

test('a camera that shows nothing yet gives no reason to doubt', () => {
  expect(doubtInFrame(document.createElement('video'))).toBeNull();
});
