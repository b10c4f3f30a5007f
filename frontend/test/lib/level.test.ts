import { describe, expect, test } from 'vitest';
import { type Lean, leanOf } from '../../src/lib/device/level';

/** beta: the top edge up from lying flat; gamma: the right edge down. Degrees. */
const HELD: [held: string, beta: number, gamma: number, lean: Lean][] = [
  ['flat over the thing', 0, 0, null],
  ['almost flat', 4, -3, null],
  ['with its top too high', 14, 0, 'top'],
  ['with its bottom too high', -14, 0, 'bottom'],
  ['with its left edge too high', 0, 14, 'left'],
  ['with its right edge too high', 0, -14, 'right'],
  ['half-way between flat and upright', 45, 0, 'flat'],
  ['upright', 90, 0, null],
  ['upright on its side', 0, -90, null],
];

describe('a phone', () => {
  test.each(HELD)('held %s', (_, beta, gamma, lean) => {
    expect(leanOf(beta, gamma)).toBe(lean);
  });

  test('held sideways is told about the edges as one sees them', () => {
    expect(leanOf(14, 0, 90)).toBe('left');
    expect(leanOf(0, 14, 90)).toBe('bottom');
    expect(leanOf(14, 0, 270)).toBe('right');
  });

  test('held upright is told about a slanted horizon, whichever way round', () => {
    // Upright, then turned by ten degrees to the right and to the left.
    expect(leanOf(80, 90)).toBe('left');
    expect(leanOf(80, -90)).toBe('right');
  });
});
