import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Track from '../../src/ui/Track.svelte';

const at = new Date(2026, 10, 22, 18, 2).toISOString();
const steps = [
  { key: 'a', label: 'Looked at', state: 'DONE' as const, at, hint: null },
  { key: 'b', label: 'Hand it in', state: 'NOW' as const, at: null, hint: 'Any counter' },
  { key: 'c', label: 'Arrived', state: 'AHEAD' as const, at: null, hint: null },
];

test('the thread is sewn up to now and open beyond', () => {
  const { container } = render(Track, { steps });
  const stitches = [...container.querySelectorAll('.stitch')].map((stitch) =>
    stitch.classList.contains('sewn'),
  );
  expect(stitches).toEqual([true, true, false, false]);
});

test('now is marked for everybody, with its needle and its hint', () => {
  const { container } = render(Track, { steps });
  const now = container.querySelector('[aria-current="step"]');
  expect(now?.textContent).toContain('Hand it in');
  expect(now?.textContent).toContain('Any counter');
  expect(container.querySelectorAll('.needle')).toHaveLength(1);
  expect(screen.getByText('Sun 18:02').tagName).toBe('TIME');
});
