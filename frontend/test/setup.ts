import 'fake-indexeddb/auto';
import { Blob as PlainBlob } from 'node:buffer';
import { afterEach } from 'vitest';

// Only the platform's own Blob survives IndexedDB's cloning.
Object.assign(globalThis, { Blob: PlainBlob });

// jsdom has no dialog methods and no scrolling: a screen only needs them to be there.
HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.open = false;
};
window.scrollTo = () => undefined;

// No test here needs live news, so its socket stays in the state of one that is still connecting.
class Connecting extends EventTarget {
  static readonly OPEN = 1;
  readonly readyState = 0;
  close(): void {}
}
Object.assign(globalThis, { WebSocket: Connecting });

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
