import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import FoundRun from '../../src/ui/FoundRun.svelte';

const said = 'It has a new owner, about 40 km away.';

test('an owner found while somebody looks is told once and drawn once', async () => {
  const { container, rerender } = render(FoundRun, { found: false, said });
  expect(screen.getByRole('status').textContent).toBe('');
  await rerender({ found: true, said });
  expect(screen.getByRole('status').textContent).toBe(said);
  expect(container.querySelector('svg')).toBeTruthy();
});

test('an owner found before the screen was opened is no news', () => {
  const { container } = render(FoundRun, { found: true, said });
  expect(screen.getByRole('status').textContent).toBe('');
  expect(container.querySelector('svg')).toBeNull();
});
