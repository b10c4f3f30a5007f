/** Sends one entry of the outbox. What it throws says whether trying again can help. */
import {
  AppealGradeDocument,
  SubmitConditionDocument,
  UploadPhotoDocument,
} from '../../gen/returns';
import { ask, Unreachable } from '../api/ask';
import { cases } from '../api/shelf.svelte';
import type { AnswersEntry, ArrivalEntry, PhotoEntry } from './entries';
import { sendInSlices, TicketGone, UploadRefused } from './slices';

/** What the server says of the moment, not of the entry: it waits and is sent later. */
const NOT_ITS_FAULT = new Set(['SIGN_IN_NEEDED', 'TOO_MANY_TRIES', 'OUTAGE']);

export async function sendPhoto(
  entry: PhotoEntry | ArrivalEntry,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const ticket = await ticketFor(entry);
  const { pathname, search } = new URL(ticket.url, location.origin);
  await sendInSlices({
    url: pathname + search,
    blob: entry.blob,
    sliceBytes: ticket.sliceBytes,
    onSent,
    signal,
  });
  if (entry.kind === 'photo' && entry.occasion === 'APPEAL') await askAgain(entry, ticket.photoId);
}

/** The photo is there: now somebody may be asked to look at it. */
async function askAgain({ caseId, key }: PhotoEntry, photoId: string): Promise<void> {
  const input = { caseId, photoId, key: `${key}:appeal` };
  const { appealGrade } = await ask(AppealGradeDocument, { input });
  if (appealGrade.__typename === 'Refused') throw no(appealGrade);
  cases.put(appealGrade);
}

async function ticketFor(entry: PhotoEntry | ArrivalEntry) {
  const { shot, blob, key } = entry;
  const about =
    entry.kind === 'arrival'
      ? { purchaseId: entry.purchaseId, occasion: 'ARRIVAL' as const }
      : { caseId: entry.caseId, occasion: entry.occasion ?? 'ASSESSMENT' };
  const input = { ...about, shot, size: blob.size, contentType: blob.type, key };
  const { uploadPhoto } = await ask(UploadPhotoDocument, { input });
  if (uploadPhoto.__typename === 'Refused') throw no(uploadPhoto);
  return uploadPhoto;
}

export async function sendAnswers({ caseId, answers, key }: AnswersEntry): Promise<void> {
  const input = { caseId, answers, key };
  const { submitCondition } = await ask(SubmitConditionDocument, { input });
  if (submitCondition.__typename === 'Refused') throw no(submitCondition);
  cases.put(submitCondition);
}

function no({ code, message }: { code: string; message: string }): Error {
  return NOT_ITS_FAULT.has(code) ? new Unreachable(code) : new UploadRefused(code, message);
}

export { TicketGone, UploadRefused };
