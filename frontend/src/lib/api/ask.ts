/** One typed request over HTTP. The server knows our documents by their hash and takes no others. */
import type { TypedDocumentString } from '../../gen/graphql';

/** Nobody answered: no signal, a server that is away, or a wait that grew too long. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** The server answered that something went wrong on its side; its log has the same reference. */
export class Fault extends Error {
  override name = 'Fault';
  constructor(readonly reference: string | null) {
    super(reference ?? 'fault');
  }
}

interface Answer<D> {
  data?: D | null;
  errors?: { message: string; extensions?: { reference?: string; code?: string } }[];
}

const PATIENCE = 20_000;

export async function ask<D, V>(document: TypedDocumentString<D, V>, variables: V): Promise<D> {
  const answer = await post<Answer<D>>({ documentId: document.__meta__.hash, variables });
  if (answer.errors?.length || !answer.data) {
    throw new Fault(answer.errors?.[0]?.extensions?.reference ?? null);
  }
  return answer.data;
}

async function post<A>(body: unknown): Promise<A> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  if (response.status === 429 || (response.status >= 502 && response.status <= 504)) {
    throw new Unreachable(`status ${response.status}`);
  }
  try {
    return (await response.json()) as A;
  } catch (cause) {
    throw response.ok ? new Unreachable('half an answer', { cause }) : new Fault(null);
  }
}
