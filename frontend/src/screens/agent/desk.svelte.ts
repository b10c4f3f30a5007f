/** What lies on the desk between two cases: the last search and the tasks. */
import { DeskSearchDocument, DeskTasksDocument } from '../../gen/desk';
import { ask } from '../../lib/api/ask';
import { Load } from '../../lib/api/load.svelte';

class Desk {
  text = $state('');
  searched = $state('');
  tasks = new Load(async () => (await ask(DeskTasksDocument, {})).desk?.tasks ?? []);
  hits = new Load(
    async () => (await ask(DeskSearchDocument, { text: this.searched })).desk?.search ?? [],
  );

  search = (text: string): void => {
    this.searched = text.trim();
    if (this.searched) void this.hits.run();
  };
}

export const desk = new Desk();
