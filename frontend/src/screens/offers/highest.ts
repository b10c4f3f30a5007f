/** What is wrong with a price somebody names, and which grades they take. */
import { telling as words } from '$words/offers';
import type { ConditionGrade } from '../../gen/graphql';
import { type Amount, money } from '../../lib/i18n/format';

/** The sentence that says why it cannot be; null where it can. */
export function doubtOf(minor: number | null, unopened?: Amount | null): string | null {
  if (minor === null) return words.noNumber;
  if (minor <= 0) return words.zero;
  if (unopened && minor > unopened.amountMinor) return words.tooMuch(money(unopened));
  return null;
}

/** This grade and every better one; the ladder begins with the best. */
export const atLeast = (
  floor: ConditionGrade,
  ladder: readonly ConditionGrade[],
): ConditionGrade[] => ladder.slice(0, ladder.indexOf(floor) + 1);

const BEST_FIRST = [
  'NEW_SEALED',
  'LIKE_NEW',
  'VERY_GOOD',
  'GOOD',
  'ACCEPTABLE',
  'DAMAGED',
] as const;

/** The least of the grades somebody takes, which says the others. */
export const worst = (grades: readonly ConditionGrade[]): ConditionGrade =>
  [...BEST_FIRST].reverse().find((grade) => grades.includes(grade)) ?? 'NEW_SEALED';
