/** What a screen says when a request did not come back with an answer. */
import { Fault, Unreachable } from './ask';

export type Trouble = { kind: 'unreachable' } | { kind: 'fault'; reference: string | null };

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Unreachable) return { kind: 'unreachable' };
  if (error instanceof Fault) return { kind: 'fault', reference: error.reference };
  throw error;
}
