import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyOf, keys } from '../../../src/screens/agent/review/keys.svelte';

beforeEach(() => {
  document.body.innerHTML = `<input id="text"><input id="radio" type="radio"><button id="button"></button>
    <p id="plain"></p><button id="zoomed" data-arrows="true"></button>`;
});
afterEach(() => {
  document.body.innerHTML = '';
  if (!keys.on) keys.turn();
});

function pressed(key: string, at: string, given: KeyboardEventInit = {}): string | null {
  let heard: string | null = null;
  const hear = (event: KeyboardEvent) => (heard = keyOf(event));
  addEventListener('keydown', hear, { once: true });
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...given });
  document.getElementById(at)?.dispatchEvent(event);
  return heard;
}

test('a letter is the same key in either case', () => {
  expect(pressed('a', 'plain')).toBe('A');
  expect(pressed('A', 'plain', { shiftKey: true })).toBe('A');
});

test('keys rest while somebody types, in front of a question, and with a modifier', () => {
  expect(pressed('a', 'text')).toBeNull();
  expect(pressed('a', 'plain', { ctrlKey: true })).toBeNull();
  expect(pressed('a', 'plain', { metaKey: true })).toBeNull();
  expect(pressed('a', 'plain', { repeat: true })).toBeNull();
  document.body.append(Object.assign(document.createElement('dialog'), { open: true }));
  expect(pressed('a', 'plain')).toBeNull();
});

test('a radio button leaves letters to us and keeps its arrows', () => {
  expect(pressed('w', 'radio')).toBe('W');
  expect(pressed('ArrowLeft', 'radio')).toBeNull();
  expect(pressed('ArrowLeft', 'plain')).toBe('ArrowLeft');
});

test('Enter on a button is that button’s, and elsewhere ours', () => {
  expect(pressed('Enter', 'button')).toBeNull();
  expect(pressed('Enter', 'plain')).toBe('Enter');
});

test('arrows move a picture that was zoomed', () => {
  expect(pressed('ArrowRight', 'zoomed')).toBeNull();
  expect(pressed('ArrowRight', 'button')).toBe('ArrowRight');
});

test('whoever turns them off is rid of them, the next time too', () => {
  keys.turn();
  expect(pressed('a', 'plain')).toBeNull();
  expect(localStorage.getItem('desk-keys-off')).not.toBeNull();
  keys.turn();
  expect(pressed('a', 'plain')).toBe('A');
  expect(localStorage.getItem('desk-keys-off')).toBeNull();
});
