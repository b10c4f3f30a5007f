import { expect, test } from 'vitest';
import { sizeToSend } from '../../src/lib/device/picture';

test('a picture is sent with its longer side at 1600 pixels, and never enlarged', () => {
  expect(sizeToSend(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(sizeToSend(3024, 4032)).toEqual({ width: 1200, height: 1600 });
  expect(sizeToSend(800, 600)).toEqual({ width: 800, height: 600 });
});
