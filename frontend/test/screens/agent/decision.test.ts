import { expect, test } from 'vitest';
import type { ConditionGrade } from '../../../src/gen/graphql';
import { Decision } from '../../../src/screens/agent/review/decision.svelte';
import { REASON_KEYS } from '../../../src/screens/agent/review/keys.svelte';

const proposing = (grade: ConditionGrade | null) => new Decision(() => grade);

test('what the rules propose is chosen already, and only the way is missing', () => {
  const decision = proposing('VERY_GOOD');
  expect(decision.grade).toBe('VERY_GOOD');
  expect(decision.missing).toBe('way');
  decision.accept = true;
  expect(decision.missing).toBeNull();
  expect(decision.reasons).toEqual([]);
});

test('a better grade asks why it is better, a lesser one what is worse', () => {
  const decision = proposing('VERY_GOOD');
  decision.accept = true;
  decision.grade = 'LIKE_NEW';
  expect(decision.reasons).toEqual(['PHOTO_CONVINCES', 'FLAW_IS_SMALL']);
  expect(decision.missing).toBe('reason');
  decision.because = 'FLAW_IS_SMALL';
  expect(decision.missing).toBeNull();
  decision.grade = 'GOOD';
  expect(decision.reasons).toContain('LOOKS_WORN');
  expect(decision.because).toBeNull();
  expect(decision.missing).toBe('reason');
});

test('a no always asks why, and offers nothing that speaks for the piece', () => {
  const decision = proposing('LIKE_NEW');
  decision.accept = false;
  expect(decision.missing).toBe('reason');
  expect(decision.reasons).not.toContain('PHOTO_CONVINCES');
  decision.because = 'PHOTOS_NOT_OF_IT';
  expect(decision.missing).toBeNull();
});

test('a reason that no longer fits is not sent', () => {
  const decision = proposing('LIKE_NEW');
  decision.accept = false;
  decision.because = 'OTHER_ITEM';
  decision.accept = true;
  expect(decision.because).toBeNull();
  expect(decision.missing).toBeNull();
});

test('where nothing was proposed every yes says why', () => {
  const decision = proposing(null);
  decision.accept = true;
  expect(decision.missing).toBe('reason');
});

test('no reason shares its key with another, nor with anything else on the page', () => {
  const keys = Object.values(REASON_KEYS);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => 'AWJK'.includes(key))).toEqual([]);
});
