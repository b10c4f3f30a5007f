/** Short news that goes by itself. */
const STAYS_FOR = 5_000;

class Toasts {
  shown = $state.raw<readonly { id: number; text: string }[]>([]);
  #count = 0;

  say = (text: string): void => {
    const id = ++this.#count;
    this.shown = [...this.shown.slice(-1), { id, text }];
    setTimeout(() => (this.shown = this.shown.filter((toast) => toast.id !== id)), STAYS_FOR);
  };
}

export const toasts = new Toasts();
