import { render, screen } from '@testing-library/svelte';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import Qr from '../../src/ui/Qr.svelte';

const payload = 'ONWARD:7F3K92QDLX41';

test('the code is an image with a name, and draws every dark square of its payload', () => {
  render(Qr, { payload, label: 'Your code' });
  const image = screen.getByRole('img', { name: 'Your code' });
  const dark = encode(payload, { ecc: 'M', border: 4 }).data.flat().filter(Boolean).length;
  const path = image.querySelector('path')?.getAttribute('d') ?? '';
  expect(path.split('z').length - 1).toBe(dark);
});

test('the quiet zone is four squares wide', () => {
  render(Qr, { payload, label: 'Your code' });
  const image = screen.getByRole('img', { name: 'Your code' });
  const path = image.querySelector('path')?.getAttribute('d') ?? '';
  const corners = [...path.matchAll(/M(\d+) (\d+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  const side = Number(image.getAttribute('viewBox')?.split(' ')[2]);
  expect(Math.min(...corners.flat())).toBe(4);
  expect(Math.max(...corners.flat())).toBe(side - 5);
});
