/**
 * What an agent is about to say of a piece: a grade, a way, and a reason where the grade is not the
 * proposed one or the way is not the straight one.
 */
import type { ConditionGrade, ReviewReason } from '../../../gen/graphql';

export const GRADES: readonly ConditionGrade[] = [
  'NEW_SEALED',
  'LIKE_NEW',
  'VERY_GOOD',
  'GOOD',
  'ACCEPTABLE',
  'DAMAGED',
];
const BETTER: readonly ReviewReason[] = ['PHOTO_CONVINCES', 'FLAW_IS_SMALL'];
const WORSE: readonly ReviewReason[] = ['FLAW_IS_LARGE', 'LOOKS_WORN', 'INCOMPLETE'];
const NOT_ACCEPTED: readonly ReviewReason[] = [
  ...WORSE,
  'OTHER_ITEM',
  'PHOTOS_UNCLEAR',
  'PHOTOS_NOT_OF_IT',
];

export class Decision {
  grade = $state<ConditionGrade>('LIKE_NEW');
  accept = $state<boolean | null>(null);
  #because = $state<ReviewReason | null>(null);

  readonly #proposed: () => ConditionGrade | null;

  constructor(proposed: () => ConditionGrade | null) {
    this.#proposed = proposed;
    this.grade = proposed() ?? 'LIKE_NEW';
  }

  get proposed(): ConditionGrade | null {
    return this.#proposed();
  }

  get differs(): boolean {
    return this.grade !== this.proposed;
  }

  /** The reasons that fit; none where none is asked for. */
  get reasons(): readonly ReviewReason[] {
    if (this.accept === false) return NOT_ACCEPTED;
    if (!this.differs) return [];
    if (this.proposed === null) return [...BETTER, ...WORSE];
    return GRADES.indexOf(this.grade) < GRADES.indexOf(this.proposed) ? BETTER : WORSE;
  }

  /** The reason that was picked, as long as it fits. */
  get because(): ReviewReason | null {
    return this.#because && this.reasons.includes(this.#because) ? this.#because : null;
  }

  set because(reason: ReviewReason | null) {
    this.#because = reason;
  }

  get missing(): 'way' | 'reason' | null {
    if (this.accept === null) return 'way';
    return this.reasons.length > 0 && this.because === null ? 'reason' : null;
  }
}
