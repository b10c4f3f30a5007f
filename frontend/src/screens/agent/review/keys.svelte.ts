/** Single keys of the desk. They rest while somebody types, and they can be turned off for good. */
import type { ReviewReason } from '../../../gen/graphql';

export const REASON_KEYS: Record<ReviewReason, string> = {
  PHOTO_CONVINCES: 'P',
  FLAW_IS_SMALL: 'S',
  FLAW_IS_LARGE: 'L',
  LOOKS_WORN: 'E',
  INCOMPLETE: 'M',
  OTHER_ITEM: 'O',
  PHOTOS_UNCLEAR: 'U',
  PHOTOS_NOT_OF_IT: 'N',
};

const OFF = 'desk-keys-off';
const TYPED_INTO = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';
const ENTERED = 'a, button, summary, input, textarea, select, [contenteditable]';
const MOVED_BY_ARROWS = 'input, textarea, select, [data-arrows]';

class Keys {
  on = $state(localStorage.getItem(OFF) === null);

  turn = (): void => {
    this.on = !this.on;
    if (this.on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, 'off');
  };
}

export const keys = new Keys();

/** The key as the desk names it, or null where it is meant for something else. */
export function keyOf(event: KeyboardEvent): string | null {
  if (!keys.on || event.defaultPrevented || event.repeat || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest(TYPED_INTO) || document.querySelector('dialog[open]')) return null;
  if (event.key === 'Enter' && at?.closest(ENTERED)) return null;
  if (event.key.startsWith('Arrow') && at?.closest(MOVED_BY_ARROWS)) return null;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}
