import { expect, test } from 'vitest';
import { sizeToSend } from '../../src/lib/device/picture';
import { judge } from '../../src/lib/device/seeing';

test('a picture is sent with its longer side at 1600 pixels, and never enlarged', () => {
  expect(sizeToSend(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(sizeToSend(3024, 4032)).toEqual({ width: 1200, height: 1600 });
  expect(sizeToSend(800, 600)).toEqual({ width: 800, height: 600 });
});

const SIDE = 32;
const picture = (level: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, at) => level(at % SIDE, Math.floor(at / SIDE)));

test('a dark picture is doubted, then one without an edge, and a clear one is not', () => {
  expect(
    judge(
      picture(() => 20),
      SIDE,
    ),
  ).toBe('dark');
  expect(
    judge(
      picture((x) => 100 + x),
      SIDE,
    ),
  ).toBe('blurred');
  expect(
    judge(
      picture((x, y) => (((x >> 2) + (y >> 2)) % 2 ? 60 : 200)),
      SIDE,
    ),
  ).toBeNull();
});
