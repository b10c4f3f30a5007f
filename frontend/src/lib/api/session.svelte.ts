/** Who is signed in at this phone, and which shop this is. */

import type { SessionQuery } from '../../gen/graphql';
import { SessionDocument, SignOutDocument } from '../../gen/session';
import { ask } from './ask';
import { forgetEverything, keep, kept } from './kept';
import { type Trouble, troubleOf } from './trouble';

export type Account = NonNullable<SessionQuery['viewer']>['account'];

class Session {
  known = $state(false);
  account = $state.raw<Account | null>(null);
  demo = $state(false);
  trouble = $state.raw<Trouble | null>(null);

  get atTheDesk(): boolean {
    return this.account !== null && this.account.role !== 'SHOPPER';
  }

  open = async (): Promise<void> => {
    const asking = ask(SessionDocument, {});
    const remembering = kept<SessionQuery>('session');
    try {
      const now = await asking;
      await this.#belongsTo(now.viewer?.account.id);
      await keep('session', now);
      this.#take(now);
    } catch (error) {
      const before = await remembering;
      if (before) this.#take(before);
      else this.trouble = troubleOf(error);
    }
  };

  /** Starts afresh, so that nothing of this person stays in memory either. */
  signOut = async (): Promise<void> => {
    await ask(SignOutDocument, {});
    await forgetEverything();
    location.assign('/');
  };

  /** What one person left on this phone is nothing to the next. A session that has only run out
   * leaves everything where it is: there may be photos that are not sent yet. */
  async #belongsTo(account: string | undefined): Promise<void> {
    if (!account) return;
    const owner = await kept<string>('owner');
    if (owner && owner !== account) await forgetEverything();
    await keep('owner', account);
  }

  #take(session: SessionQuery): void {
    this.account = session.viewer?.account ?? null;
    this.demo = session.shop.mode.toLowerCase() === 'demo';
    this.trouble = null;
    this.known = true;
  }
}

export const session = new Session();
