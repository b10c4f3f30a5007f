import { expect, test } from 'vitest';
import { Steady } from '../../src/lib/device/steady';

test('what flickers is not said, what lasts is', () => {
  const steady = new Steady<string | null>(null, 600, 1_800);
  expect(steady.see('dark', 0)).toBeNull();
  expect(steady.see('good', 250)).toBeNull();
  expect(steady.see('dark', 500)).toBeNull();
  expect(steady.see('dark', 1_000)).toBeNull();
  expect(steady.see('dark', 1_100)).toBe('dark');
});

test('a sentence stays long enough to be heard to its end', () => {
  const steady = new Steady('a', 600, 1_800);
  steady.see('b', 0);
  expect(steady.see('b', 700)).toBe('b');
  expect(steady.see('c', 800)).toBe('b');
  expect(steady.see('c', 1_600)).toBe('b');
  expect(steady.see('c', 2_500)).toBe('c');
});

test('what comes back at once was never gone', () => {
  const steady = new Steady('a', 600, 0);
  steady.see('b', 0);
  steady.see('a', 400);
  expect(steady.see('b', 700)).toBe('a');
  expect(steady.see('b', 1_299)).toBe('a');
  expect(steady.see('b', 1_300)).toBe('b');
});
