/** Photos and answers on their way: kept on the phone until the server has them. */
import { Fault, Unreachable } from '../api/ask';
import { drawers } from '../api/kept';
import { type AnswersEntry, type Entry, nextToSend, type PhotoEntry } from './entries';
import { sendAnswers, sendPhoto, TicketGone, UploadRefused } from './sending';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

class Outbox {
  entries = $state.raw<readonly Entry[]>([]);
  /** Bytes sent, by entry key. */
  sent = $state.raw<Readonly<Record<string, number>>>({});
  /** Nobody answered the last attempt. */
  stuck = $state(false);
  #wait = FIRST_WAIT;
  #again: ReturnType<typeof setTimeout> | undefined;
  #sending = false;

  open = async (): Promise<void> => {
    this.entries = (await (await drawers())?.getAll('outbox')) ?? [];
    addEventListener('online', this.sendAll);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.sendAll();
    });
    navigator.serviceWorker?.addEventListener('message', (event) => {
      if (event.data?.kind === 'send-outbox') void this.sendAll();
    });
    await this.sendAll();
  };

  photo = async (caseId: string, shot: string, blob: Blob): Promise<void> => {
    const before = this.photosOf(caseId).filter((entry) => entry.shot === shot);
    await Promise.all(before.map((entry) => this.#drop(entry)));
    await this.#put({ kind: 'photo', key: newKey(), caseId, shot, blob, at: Date.now() });
    void this.sendAll();
  };

  answers = async (caseId: string, answers: AnswersEntry['answers']): Promise<void> => {
    const before = this.entries.filter(
      (entry) => entry.kind === 'answers' && entry.caseId === caseId,
    );
    await Promise.all(before.map((entry) => this.#drop(entry)));
    await this.#put({ kind: 'answers', key: newKey(), caseId, answers, at: Date.now() });
    void this.sendAll();
  };

  photosOf(caseId: string): PhotoEntry[] {
    return this.entries.filter(
      (entry): entry is PhotoEntry => entry.kind === 'photo' && entry.caseId === caseId,
    );
  }

  answersOf(caseId: string): AnswersEntry | undefined {
    return this.entries.find(
      (entry): entry is AnswersEntry => entry.kind === 'answers' && entry.caseId === caseId,
    );
  }

  sendAll = async (): Promise<void> => {
    clearTimeout(this.#again);
    if (this.#sending || !nextToSend(this.entries)) return;
    this.#sending = true;
    try {
      await oneWindowAtATime(async () => {
        await this.#lookAgain();
        for (let next = nextToSend(this.entries); next; next = nextToSend(this.entries)) {
          await this.#send(next);
        }
      });
      this.stuck = false;
      this.#wait = FIRST_WAIT;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Fault)) throw error;
      this.stuck = true;
      this.#again = setTimeout(this.sendAll, this.#wait * (0.8 + Math.random() * 0.4));
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
      void askForBackgroundSync();
    } finally {
      this.#sending = false;
    }
  };

  async #send(entry: Entry): Promise<void> {
    try {
      if (entry.kind === 'answers') await sendAnswers(entry);
      else await sendPhoto(entry, (bytes) => this.#note(entry.key, bytes));
      await this.#drop(entry);
    } catch (error) {
      if (error instanceof TicketGone) await this.#replace(entry, { ...entry, key: newKey() });
      else if (error instanceof UploadRefused)
        await this.#replace(entry, { ...entry, refused: error.message || error.code });
      else throw error;
    }
  }

  /** What another window has sent in the meantime is not here any more. */
  async #lookAgain(): Promise<void> {
    const before = new Set(this.entries.map(({ key }) => key));
    const kept = await (await drawers())?.getAllKeys('outbox');
    if (!kept) return;
    this.entries = this.entries.filter(({ key }) => !before.has(key) || kept.includes(key));
  }

  #note(key: string, bytes: number): void {
    this.sent = { ...this.sent, [key]: bytes };
  }

  async #put(entry: Entry): Promise<void> {
    this.entries = [...this.entries, entry];
    await (await drawers())?.put('outbox', entry);
  }

  async #replace(before: Entry, after: Entry): Promise<void> {
    await this.#drop(before);
    await this.#put(after);
  }

  async #drop(entry: Entry): Promise<void> {
    this.entries = this.entries.filter((other) => other.key !== entry.key);
    this.#note(entry.key, 0);
    await (await drawers())?.delete('outbox', entry.key);
  }
}

const newKey = () => crypto.randomUUID();

/** Two windows of one phone share the outbox; while one sends, the other waits its turn. */
async function oneWindowAtATime(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request('onward-outbox', work);
}

async function askForBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)
    ?.sync;
  await sync?.register('outbox').catch(() => undefined);
}

export const outbox = new Outbox();
