import { describe, expect, test } from 'vitest';
import { type Hint, hintFor } from '../../src/screens/return/hints';
import { outlineOf } from '../../src/screens/return/outlines';

const SHOTS = 'front back tag label flaw packaging sole serial accessories'.split(' ');
const CATEGORIES = 'clothing shoes bags electronics home toys default'.split(' ');

describe('an outline', () => {
  test.each(CATEGORIES)('is drawn for every shot of %s', (category) => {
    for (const shot of SHOTS) {
      const [shape, seams] = outlineOf(shot, category, 'Something');
      expect(shape).toMatch(/^M[\d.]/);
      expect(seams).toMatch(/^M[\d.]/);
    }
    expect(outlineOf('front', category, '')).not.toEqual(outlineOf('back', category, ''));
  });

  test('differs from category to category', () => {
    const fronts = CATEGORIES.map((category) => outlineOf('front', category, '')[0]);
    expect(new Set(fronts).size).toBe(CATEGORIES.length);
  });

  test.each([
    ['Tapered chinos', 'Everyday tee'],
    ['Pleated skirt', 'Everyday tee'],
    ['Garden dress', 'Pleated skirt'],
  ])('of %s is not that of %s', (one, other) => {
    expect(outlineOf('front', 'clothing', one)).not.toEqual(outlineOf('front', 'clothing', other));
  });
});

describe('the one sentence that helps most', () => {
  const seen = {
    doubt: null,
    lean: null,
    shot: 'front',
    category: 'clothing',
    light: false,
  } as const;

  test.each<[Hint, Partial<Parameters<typeof hintFor>[0]>]>([
    ['good', {}],
    ['dark', { doubt: 'dark', lean: 'left' }],
    ['darkWithLight', { doubt: 'dark', light: true }],
    ['bright', { doubt: 'bright', lean: 'flat' }],
    ['flat', { lean: 'flat', doubt: 'blurred' }],
    ['blurred', { doubt: 'blurred' }],
    ['blurredNear', { doubt: 'blurred', shot: 'tag' }],
    ['good', { lean: 'flat', category: 'shoes' }],
    ['left', { lean: 'left', category: 'shoes' }],
  ])('is %s', (hint, more) => {
    expect(hintFor({ ...seen, ...more })).toBe(hint);
  });
});
