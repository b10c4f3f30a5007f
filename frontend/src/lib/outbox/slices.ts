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
  onSent: (bytes: number) => void;
}

export async function sendInSlices({ url, blob, sliceBytes, onSent }: Parcel): Promise<void> {
  let offset = await offsetAt(url);
  for (;;) {
    onSent(offset);
    const slice = blob.slice(offset, Math.min(offset + sliceBytes, blob.size));
    const answer = await call(url, {
      method: 'PUT',
      headers: { 'upload-offset': String(offset), 'content-type': 'application/octet-stream' },
      body: slice,
    });
    if (answer.status === 201) break;
    offset = answer.ok ? (readOffset(answer) ?? offset + slice.size) : await recover(answer, url);
  }
  onSent(blob.size);
}

async function recover(answer: Response, url: string): Promise<number> {
  if (answer.status === 409) return offsetAt(url);
  if ([401, 403, 404, 410].includes(answer.status)) throw new TicketGone();
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable(`${answer.status}`);
  const said = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  throw new UploadRefused(said.code ?? 'UPLOAD_REFUSED', said.message ?? '');
}

async function offsetAt(url: string): Promise<number> {
  const answer = await call(url, { method: 'HEAD' });
  if (!answer.ok) return recover(answer, url);
  return readOffset(answer) ?? 0;
}

function readOffset(answer: Response): number | null {
  const offset = answer.headers.get('upload-offset');
  return offset === null ? null : Number(offset);
}

async function call(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  } catch (cause) {
    throw new Unreachable('cut off', { cause });
  }
}
