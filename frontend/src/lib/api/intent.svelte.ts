/**
 * One thing a person means to do. It keeps its idempotency key until the server has answered,
 * so that trying again after a lost answer never does it twice.
 */
import type { TypedDocumentString } from '../../gen/graphql';
import { ask } from './ask';
import { type Trouble, troubleOf } from './trouble';

export interface Refusal {
  code: string;
  message: string;
  field?: string | null;
}

type Answers<D> = NonNullable<D[Exclude<keyof D, '__typename'>]>;
type Refusing = { __typename: 'Refused' };
export type Success<D> = Exclude<Answers<D>, Refusing>;
type Unkeyed<I> = Omit<I, 'key'>;

export class Intent<D extends object, I extends object> {
  busy = $state(false);
  refused = $state.raw<Refusal | null>(null);
  trouble = $state.raw<Trouble | null>(null);

  #document: TypedDocumentString<D, { input: I }>;
  #keyed: boolean;
  #key: string | null = null;
  #meant = '';

  constructor(
    document: TypedDocumentString<D, { input: I }>,
    options: { keyed: boolean } = { keyed: true },
  ) {
    this.#document = document;
    this.#keyed = options.keyed;
  }

  /** The answer, or null when it was refused, got lost, or is still being asked. */
  async send(input: Unkeyed<I>): Promise<Success<D> | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refused = null;
    this.trouble = null;
    try {
      const data = await ask(this.#document, { input: this.#withKey(input) });
      this.#key = null;
      return this.#read(data);
    } catch (error) {
      this.trouble = troubleOf(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  #withKey(input: Unkeyed<I>): I {
    if (!this.#keyed) return input as I;
    const meant = JSON.stringify(input);
    if (meant !== this.#meant) this.#key = null;
    this.#meant = meant;
    this.#key ??= crypto.randomUUID();
    return { ...input, key: this.#key } as unknown as I;
  }

  #read(data: D): Success<D> | null {
    const answer = Object.values(data).find((value) => typeof value === 'object');
    if ((answer as Refusing).__typename !== 'Refused') return answer as Success<D>;
    this.refused = answer as Refusal;
    return null;
  }
}
