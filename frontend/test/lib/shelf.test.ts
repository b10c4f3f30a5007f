import { expect, test, vi } from 'vitest';
import { Followed, Shelf } from '../../src/lib/api/shelf.svelte';

interface Row {
  id: string;
  cursor: string;
  version: number;
}
const row = (version: number): Row => ({ id: 'x', cursor: `c${version}`, version });

/** A source whose reads are answered when the test says so, and which can tell news meanwhile. */
class Slow {
  readonly name = 'row';
  asked = 0;
  answer: (row: Row) => void = () => {};
  tell: (row: Row) => void = () => {};

  open = () => {
    this.asked += 1;
    return new Promise<Row>((resolve) => (this.answer = resolve));
  };

  watch = async (_id: string, _after: string | undefined, see: (row: Row) => void) => {
    this.tell = see;
    return () => {};
  };
}

test('news that came while an answer was on its way is not undone by it', async () => {
  const source = new Slow();
  const shelf = new Shelf<Row>(source as never);
  const followed = new Followed(shelf, 'x');
  const started = followed.start();
  await vi.waitFor(() => expect(source.asked).toBe(1));
  source.answer(row(1));
  await started;
  const read = followed.refresh();
  source.tell(row(3));
  source.answer(row(2));
  await read;
  expect(followed.value?.version).toBe(3);
});

test('the same version read again is taken: the day may have turned meanwhile', () => {
  const shelf = new Shelf<Row>(new Slow() as never);
  shelf.put(row(2));
  shelf.put({ ...row(2), cursor: 'again' });
  expect(shelf.get('x')?.cursor).toBe('again');
});
