import { expect, test } from 'vitest';
import { dueWords } from '../../../src/screens/agent/review/due';

const NOW = Date.parse('2026-11-22T18:00:00Z');

test.each([
  ['2026-11-22T18:00:30Z', 'due in 0 min'],
  ['2026-11-22T18:25:59Z', 'due in 25 min'],
  ['2026-11-22T21:59:00Z', 'due in 3 h'],
  ['2026-11-24T17:00:00Z', 'due in 47 h'],
  ['2026-11-25T19:00:00Z', 'due in 3 days'],
  ['2026-11-22T17:20:00Z', 'overdue by 40 min'],
  ['2026-11-22T15:20:00Z', 'overdue by 2 h'],
])('%s is %s', (dueAt, said) => expect(dueWords(dueAt, NOW)).toBe(said));
