/** One socket for the whole app, opened when somebody first watches something. */
import { type Client, createClient } from 'graphql-ws';
import type { TypedDocumentString } from '../../gen/graphql';

const PING_EVERY = 10_000;
const PONG_WITHIN = 5_000;
const LONGEST_WAIT = 15_000;
const ASK_AGAIN_AFTER = 4_000;

let client: Client | undefined;

/**
 * Calls `see` with every change until the returned function is called.
 * `see` answers the cursor of what it saw, so that after a break the server resumes from there.
 */
export function watch<D, V extends { after?: string | null }>(
  document: TypedDocumentString<D, V>,
  variables: V,
  see: (seen: D) => string | null | undefined,
): () => void {
  // graphql-ws writes the payload anew each time it connects: the cursor it finds is the latest.
  const payload = {
    query: '',
    extensions: { documentId: document.__meta__.hash },
    variables: { ...variables } as V & Record<string, unknown>,
  };
  let stopped = false;
  let stop = () => {};
  let again: ReturnType<typeof setTimeout> | undefined;

  const askAgain = () => {
    if (!stopped) again = setTimeout(start, ASK_AGAIN_AFTER);
  };
  const start = () => {
    client ??= connect();
    stop = client.subscribe<D>(payload, {
      next: (result) => {
        if (!result.data) return;
        const cursor = see(result.data);
        if (cursor) payload.variables.after = cursor;
      },
      error: askAgain,
      complete: askAgain,
    });
  };

  start();
  return () => {
    stopped = true;
    clearTimeout(again);
    stop();
  };
}

function connect(): Client {
  let noPong: ReturnType<typeof setTimeout> | undefined;
  const made = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    lazyCloseTimeout: 3_000,
    keepAlive: PING_EVERY,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (tries) =>
      pause(Math.min(LONGEST_WAIT, 500 * 2 ** tries) * (0.7 + Math.random() * 0.6)),
    on: {
      // A tunnel leaves the socket open and silent: no pong in time means it is gone.
      ping: (received) => {
        if (!received) noPong = setTimeout(() => made.terminate(), PONG_WITHIN);
      },
      pong: (received) => {
        if (received) clearTimeout(noPong);
      },
      closed: () => clearTimeout(noPong),
    },
  });
  addEventListener('offline', () => made.terminate());
  return made;
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time));
