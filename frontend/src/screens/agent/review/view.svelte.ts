/**
 * How much of a picture is seen, and where: `scale` times as large as its frame, its top left corner
 * at `x`, `y` in CSS pixels. Two pictures that share a view are moved as one.
 */
const MOST = 8;
/** How much larger at one press of plus. */
export const STEP = 1.4;

export class View {
  scale = $state(1);
  x = $state(0);
  y = $state(0);
  #width = 0;
  #height = 0;

  get zoomed(): boolean {
    return this.scale > 1;
  }

  get transform(): string {
    return `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
  }

  /** Tells how large the frame is, in CSS pixels. */
  frame(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#to(this.x, this.y);
  }

  whole = (): void => {
    this.scale = 1;
    this.#to(0, 0);
  };

  /** `factor` times as large; the point `x`, `y` of the frame stays where it is. */
  zoom(factor: number, x = this.#width / 2, y = this.#height / 2): void {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const grown = scale / this.scale;
    this.scale = scale;
    this.#to(x - (x - this.x) * grown, y - (y - this.y) * grown);
  }

  move(dx: number, dy: number): void {
    this.#to(this.x + dx, this.y + dy);
  }

  /** The picture covers its frame wherever it is moved. */
  #to(x: number, y: number): void {
    this.x = within(this.#width * (1 - this.scale), x);
    this.y = within(this.#height * (1 - this.scale), y);
  }
}

const within = (least: number, value: number): number => Math.min(0, Math.max(least, value));
