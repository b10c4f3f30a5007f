/** Sends one picture in slices to its signed address, and goes on where it was cut off. */
import { Unreachable } from '../api/ask';

/** The server said no to the picture itself. Sending it again would not help. */
export class UploadRefused extends Error {
  override name = 'UploadRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The ticket is over or unknown: a fresh one is needed. */
export class TicketGone extends Error {
  override name = 'TicketGone';
}

interface Parcel {
  url: string;
  blob: Blob;
  sliceBytes: number;
  /** Told how far it is, from the server's own count on. */
  onSent: (bytes: number) => void;
  /** Ends the attempt at once; what has arrived stays where it is. */
  signal?: AbortSignal;
}

/** A slice may take this long (ms): two minutes are 2 kB a second, slower than any signal. */
const SLICE_WITHIN = 120_000;

export async function sendInSlices(parcel: Parcel): Promise<void> {
  const { blob, sliceBytes, onSent } = parcel;
  let offset = await offsetAt(parcel);
  for (;;) {
    onSent(offset);
    const slice = blob.slice(offset, Math.min(offset + sliceBytes, blob.size));
    const answer = await call(parcel, {
      method: 'PUT',
      headers: { 'upload-offset': String(offset), 'content-type': 'application/octet-stream' },
      body: slice,
    });
    if (answer.status === 201) break;
    offset = answer.ok
      ? (readOffset(answer) ?? offset + slice.size)
      : await recover(answer, parcel);
  }
  onSent(blob.size);
}

async function recover(answer: Response, parcel: Parcel): Promise<number> {
  if (answer.status === 409) return offsetAt(parcel);
  if ([401, 403, 404, 410].includes(answer.status)) throw new TicketGone();
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(`${answer.status}`);
  const said = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  throw new UploadRefused(said.code ?? 'UPLOAD_REFUSED', said.message ?? '');
}

async function offsetAt(parcel: Parcel): Promise<number> {
  const answer = await call(parcel, { method: 'HEAD' });
  if (!answer.ok) return recover(answer, parcel);
  return readOffset(answer) ?? 0;
}

function readOffset(answer: Response): number | null {
  const offset = answer.headers.get('upload-offset');
  return offset === null ? null : Number(offset);
}

async function call({ url, signal }: Parcel, init: RequestInit): Promise<Response> {
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, SLICE_WITHIN);
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    return await fetch(url, { ...init, signal: ended.signal });
  } catch (cause) {
    throw new Unreachable('cut off', { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}
