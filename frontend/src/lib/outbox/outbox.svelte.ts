/** Photos and answers on their way: kept on the phone until the server has them. */
import { Fault, Unreachable } from '../api/ask';
import { askToKeep, Drawer } from './drawer';
import type { AnswersEntry, ArrivalEntry, Entry, PhotoEntry, ReturnersOccasion } from './entries';
import { answersOf, arrivalsOf, nextToSend, photosOf } from './entries';
import { sendAnswers, sendPhoto, TicketGone, UploadRefused } from './sending';

const FIRST_WAIT = 1_000;
/** Somebody may be looking at a photo that is not sent: no wait is longer than this (ms). */
const LONGEST_WAIT = 15_000;
/** After so long out of sight (ms) a phone has slept, and its connections are dead. */
const ASLEEP_AFTER = 10_000;

class Outbox {
  entries = $state.raw<readonly Entry[]>([]);
  /** Bytes the server has, by entry key. */
  sent = $state.raw<Readonly<Record<string, number>>>({});
  /** Nobody answered the last attempt. */
  stuck = $state(false);
  /** Something waits that closing the page would lose: this phone has no room for it. */
  fleeting = $state(false);
  #drawer = new Drawer();
  #wait = FIRST_WAIT;
  #again: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #onceMore = false;
  #attempt: { key: string; end: () => void } | undefined;
  /** Entries whose fresh ticket was refused before. */
  #ticketless = new Set<string>();

  open = async (): Promise<void> => {
    const kept = await this.#drawer.all();
    const known = new Set(this.entries.map(({ key }) => key));
    this.entries = [...kept.filter(({ key }) => !known.has(key)), ...this.entries];
    addEventListener('online', this.#wake);
    let hiddenAt = 0;
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') hiddenAt = Date.now();
      else if (Date.now() - hiddenAt > ASLEEP_AFTER) this.#wake();
      else void this.sendAll();
    });
    navigator.serviceWorker?.addEventListener('message', (event) => {
      if (event.data?.kind === 'send-outbox') void this.sendAll();
    });
    await this.sendAll();
  };

  photo = async (
    caseId: string,
    shot: string,
    blob: Blob,
    occasion: ReturnersOccasion = 'ASSESSMENT',
  ): Promise<void> => {
    // An appeal is one, whichever shot it comes with.
    const before = this.photosOf(caseId, occasion).filter(
      (entry) => entry.shot === shot || occasion === 'APPEAL',
    );
    const kept = { kind: 'photo', key: newKey(), caseId, shot, occasion, blob } as const;
    await this.#instead(before, { ...kept, at: Date.now() });
  };

  arrival = async (purchaseId: string, shot: string, blob: Blob): Promise<void> => {
    const before = this.arrivalsOf(purchaseId).filter((entry) => entry.shot === shot);
    const kept = { kind: 'arrival', key: newKey(), purchaseId, shot, blob } as const;
    await this.#instead(before, { ...kept, at: Date.now() });
  };

  answers = async (caseId: string, answers: AnswersEntry['answers']): Promise<void> => {
    const before = this.answersOf(caseId);
    await this.#put({ kind: 'answers', key: newKey(), caseId, answers, at: Date.now() });
    if (before) await this.#drop(before);
    void this.sendAll();
  };

  /** What was refused and is of no use any more. */
  forget = (entry: Entry): Promise<void> => this.#drop(entry);

  photosOf(caseId: string, occasion: ReturnersOccasion = 'ASSESSMENT'): PhotoEntry[] {
    return photosOf(this.entries, caseId, occasion);
  }

  arrivalsOf(purchaseId: string): ArrivalEntry[] {
    return arrivalsOf(this.entries, purchaseId);
  }

  answersOf(caseId: string): AnswersEntry | undefined {
    return answersOf(this.entries, caseId);
  }

  /** Sends whatever waits; called while it does, it looks once more before it stops. */
  sendAll = async (): Promise<void> => {
    clearTimeout(this.#again);
    this.#onceMore = this.#sending;
    if (this.#sending) return;
    this.#sending = true;
    try {
      do {
        this.#onceMore = false;
        await this.#round();
      } while (this.#onceMore);
    } finally {
      this.#sending = false;
    }
  };

  /** The signal is back, or the phone has slept: whatever hangs on an old connection starts over. */
  #wake = (): void => {
    this.#wait = FIRST_WAIT;
    this.#attempt?.end();
    void this.sendAll();
  };

  async #round(): Promise<void> {
    if (!nextToSend(this.entries)) return;
    try {
      await oneWindowAtATime(async () => {
        this.entries = await this.#drawer.stillThere(this.entries);
        for (let next = nextToSend(this.entries); next; next = nextToSend(this.entries)) {
          await this.#send(next);
        }
      });
      this.stuck = false;
      this.#wait = FIRST_WAIT;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Fault)) throw error;
      if (!this.#onceMore) this.#tryLater();
    }
  }

  #tryLater(): void {
    this.stuck = true;
    this.#again = setTimeout(this.sendAll, this.#wait * (0.8 + Math.random() * 0.4));
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    void askForBackgroundSync();
    void askToKeep();
  }

  async #send(entry: Entry): Promise<void> {
    try {
      if (entry.kind === 'answers') await sendAnswers(entry);
      else await this.#sendPhoto(entry);
      await this.#drop(entry);
    } catch (error) {
      if (!this.#holds(entry)) return;
      if (error instanceof TicketGone) await this.#renew(entry);
      else if (error instanceof UploadRefused)
        await this.#replace(entry, { ...entry, refused: error.message || error.code });
      else throw error;
    }
  }

  async #sendPhoto(entry: PhotoEntry | ArrivalEntry): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = { key: entry.key, end: () => attempt.abort() };
    try {
      await sendPhoto(entry, (bytes) => this.#note(entry.key, bytes), attempt.signal);
    } finally {
      this.#attempt = undefined;
    }
  }

  /** Every attempt asks for a fresh ticket; only when that is refused as well, the photo is new. */
  async #renew(entry: Entry): Promise<void> {
    if (!this.#ticketless.has(entry.key)) {
      this.#ticketless.add(entry.key);
      throw new Unreachable('no ticket');
    }
    await this.#replace(entry, { ...entry, key: newKey() });
  }

  #holds(entry: Entry): boolean {
    return this.entries.some(({ key }) => key === entry.key);
  }

  #note(key: string, bytes: number): void {
    this.sent = { ...this.sent, [key]: bytes };
  }

  /** What replaces another is kept before that one goes. */
  async #instead(before: readonly Entry[], entry: Entry): Promise<void> {
    await this.#put(entry);
    await Promise.all(before.map((other) => this.#drop(other)));
    void this.sendAll();
  }

  /** On the phone first, so that no window takes it for something another one has sent. */
  async #put(entry: Entry): Promise<void> {
    await this.#drawer.put(entry);
    this.entries = [...this.entries, entry];
    this.fleeting = !this.#drawer.holdsEverything;
  }

  async #replace(before: Entry, after: Entry): Promise<void> {
    await this.#drawer.put(after);
    if (after.key !== before.key) await this.#drawer.drop(before.key);
    this.entries = this.entries.map((entry) => (entry.key === before.key ? after : entry));
  }

  async #drop(entry: Entry): Promise<void> {
    this.entries = this.entries.filter((other) => other.key !== entry.key);
    if (this.#attempt?.key === entry.key) this.#attempt.end();
    await this.#drawer.drop(entry.key);
    this.fleeting = !this.#drawer.holdsEverything;
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
