/** What waits on this phone to be sent. */
import type { PhotoOccasion } from '../../gen/graphql';

/** What a returner photographs; with a photo for an appeal goes the appeal itself. */
export type ReturnersOccasion = Exclude<PhotoOccasion, 'ARRIVAL'>;

export interface PhotoEntry {
  kind: 'photo';
  key: string;
  caseId: string;
  shot: string;
  /** Left out, it is for the first judgement. */
  occasion?: ReturnersOccasion;
  blob: Blob;
  at: number;
  refused?: string;
}

/** A photo by a buyer, who knows their purchase and no return. */
export interface ArrivalEntry {
  kind: 'arrival';
  key: string;
  purchaseId: string;
  shot: string;
  blob: Blob;
  at: number;
  refused?: string;
}

export interface AnswersEntry {
  kind: 'answers';
  key: string;
  caseId: string;
  answers: { question: string; yes: boolean }[];
  at: number;
  refused?: string;
}

export type Entry = PhotoEntry | ArrivalEntry | AnswersEntry;

/** The next entry that may go: oldest first, and answers only after their case's photos. */
export function nextToSend(entries: readonly Entry[]): Entry | undefined {
  const waiting = entries.filter((entry) => !entry.refused).sort((a, b) => a.at - b.at);
  return waiting.find(
    (entry) =>
      entry.kind !== 'answers' ||
      !entries.some((other) => other.kind === 'photo' && other.caseId === entry.caseId),
  );
}

export function photosOf(
  entries: readonly Entry[],
  caseId: string,
  occasion: ReturnersOccasion,
): PhotoEntry[] {
  return entries.filter(
    (entry): entry is PhotoEntry =>
      entry.kind === 'photo' &&
      entry.caseId === caseId &&
      (entry.occasion ?? 'ASSESSMENT') === occasion,
  );
}

export function arrivalsOf(entries: readonly Entry[], purchaseId: string): ArrivalEntry[] {
  return entries.filter(
    (entry): entry is ArrivalEntry => entry.kind === 'arrival' && entry.purchaseId === purchaseId,
  );
}

export function answersOf(entries: readonly Entry[], caseId: string): AnswersEntry | undefined {
  return entries.find(
    (entry): entry is AnswersEntry => entry.kind === 'answers' && entry.caseId === caseId,
  );
}
