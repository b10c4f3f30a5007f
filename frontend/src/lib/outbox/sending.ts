/** Sends one entry of the outbox. What it throws says whether trying again can help. */
import { SubmitConditionDocument, UploadPhotoDocument } from '../../gen/returns';
import { ask } from '../api/ask';
import { cases } from '../api/shelf.svelte';
import type { AnswersEntry, PhotoEntry } from './entries';
import { sendInSlices, TicketGone, UploadRefused } from './slices';

export async function sendPhoto(entry: PhotoEntry, onSent: (bytes: number) => void): Promise<void> {
  const ticket = await ticketFor(entry);
  const { pathname, search } = new URL(ticket.url, location.origin);
  const parcel = {
    url: pathname + search,
    blob: entry.blob,
    sliceBytes: ticket.sliceBytes,
    onSent,
  };
  await sendInSlices(parcel);
}

async function ticketFor({ caseId, shot, blob, key }: PhotoEntry) {
  const input = { caseId, shot, size: blob.size, contentType: blob.type, key };
  const { uploadPhoto } = await ask(UploadPhotoDocument, { input });
  if (uploadPhoto.__typename === 'Refused') {
    throw new UploadRefused(uploadPhoto.code, uploadPhoto.message);
  }
  return uploadPhoto;
}

export async function sendAnswers({ caseId, answers, key }: AnswersEntry): Promise<void> {
  const input = { caseId, answers, key };
  const { submitCondition } = await ask(SubmitConditionDocument, { input });
  if (submitCondition.__typename === 'Refused') {
    throw new UploadRefused(submitCondition.code, submitCondition.message);
  }
  cases.put(submitCondition);
}

export { TicketGone, UploadRefused };
