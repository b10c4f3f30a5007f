/** What waits on this phone to be sent. */
export interface PhotoEntry {
  kind: 'photo';
  key: string;
  caseId: string;
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

export type Entry = PhotoEntry | AnswersEntry;

/** The next entry that may go: oldest first, and answers only after their case's photos. */
export function nextToSend(entries: readonly Entry[]): Entry | undefined {
  const waiting = entries.filter((entry) => !entry.refused).sort((a, b) => a.at - b.at);
  return waiting.find(
    (entry) =>
      entry.kind === 'photo' ||
      !entries.some((other) => other.kind === 'photo' && other.caseId === entry.caseId),
  );
}
