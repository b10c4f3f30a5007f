import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { arrival as words } from '../../src/lib/i18n/en/arrival';
import Wipe from '../../src/screens/purchase/Wipe.svelte';

const left = { url: '/left.jpg', width: 3, height: 4 };

test('both pictures are there for whoever cannot see the seam, and it says where it stands', async () => {
  render(Wipe, { title: 'The front', left, arrived: '/came.jpg' });
  expect(screen.getByRole('img', { name: words.leftAlt('The front') })).toBeTruthy();
  expect(screen.getByRole('img', { name: words.arrivedAlt('The front') })).toBeTruthy();
  const seam = screen.getByRole('slider', { name: words.seam });
  expect(seam.getAttribute('aria-valuetext')).toBe(words.seen(50));
  await fireEvent.input(seam, { target: { value: '20' } });
  expect(seam.getAttribute('aria-valuetext')).toBe(words.seen(80));
});
