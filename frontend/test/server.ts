/** An honest little server for tests: it answers fetch, keeps uploads, and can be switched off. */
export class Server {
  away = false;
  /** Like a phone that slept: what is asked now is never answered, until it is given up. */
  silent = false;
  /** Answers that are computed and then lost on the way, one per entry. */
  loseNext = 0;
  readonly asked: { documentId: string; variables: Record<string, unknown> }[] = [];
  readonly uploads = new Map<string, number[]>();
  readonly puts: { url: string; offset: number; bytes: number }[] = [];
  #answers = new Map<string, (variables: Record<string, unknown>) => unknown>();
  #sizes = new Map<string, number>();
  #before = globalThis.fetch;

  constructor() {
    globalThis.fetch = this.#fetch as typeof fetch;
  }

  close(): void {
    globalThis.fetch = this.#before;
  }

  answer(
    document: { __meta__: { hash: string } },
    answer: (variables: Record<string, unknown>) => unknown,
  ): void {
    this.#answers.set(document.__meta__.hash, answer);
  }

  /** What this operation was last asked with; other screens may have asked since. */
  askedLast(document: { __meta__: { hash: string } }): Record<string, unknown> | undefined {
    return this.asked.findLast((one) => one.documentId === document.__meta__.hash)?.variables;
  }

  expectUpload(url: string, size: number): void {
    this.#sizes.set(url, size);
    this.uploads.set(url, []);
  }

  #fetch = async (input: string, init: RequestInit = {}): Promise<Response> => {
    if (this.away) throw new TypeError('no network');
    if (this.silent) await givenUp(init.signal);
    const answer = input === '/graphql' ? this.#graphql(init) : await this.#upload(input, init);
    if (this.loseNext > 0) {
      this.loseNext -= 1;
      throw new TypeError('the answer was lost');
    }
    return answer;
  };

  #graphql(init: RequestInit): Response {
    const body = JSON.parse(String(init.body)) as Server['asked'][number];
    this.asked.push(body);
    const answer = this.#answers.get(body.documentId);
    if (!answer) return Response.json({ errors: [{ message: 'unknown document' }] });
    const data = answer(body.variables);
    return data instanceof Response ? data : Response.json({ data });
  }

  async #upload(url: string, init: RequestInit): Promise<Response> {
    const kept = this.uploads.get(url);
    if (!kept) return new Response(null, { status: 403 });
    const headers = { 'upload-offset': String(kept.length) };
    if (init.method === 'HEAD') return new Response(null, { status: 200, headers });
    const offset = Number(new Headers(init.headers).get('upload-offset'));
    if (offset !== kept.length) return new Response(null, { status: 409, headers });
    const bytes = await bytesOf(init.body as Blob);
    kept.push(...bytes);
    this.puts.push({ url, offset, bytes: bytes.length });
    const over = kept.length >= (this.#sizes.get(url) ?? 0);
    const body = over ? JSON.stringify({ photoId: 'p1' }) : null;
    return new Response(body, {
      status: over ? 201 : 204,
      headers: { 'upload-offset': String(kept.length) },
    });
  }
}

export async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

const givenUp = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error)),
  );
