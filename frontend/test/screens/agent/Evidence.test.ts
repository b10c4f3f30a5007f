import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { review as words } from '../../../src/lib/i18n/en/review';
import Evidence from '../../../src/screens/agent/Evidence.svelte';
import { photo } from './sheets';

const pairs = [
  {
    shot: 'front',
    title: 'The front',
    departure: photo('left', 'front'),
    arrival: photo('came', 'front'),
  },
  { shot: 'back', title: 'The back', departure: photo('back', 'back'), arrival: null },
  { shot: 'flaw', title: 'The mark', departure: null, arrival: photo('mark', 'flaw') },
];
const packing = photo('packed', 'packing');
let narrow = false;

beforeEach(() => {
  narrow = false;
  window.matchMedia = (() => ({ matches: narrow })) as unknown as typeof window.matchMedia;
});

const pictures = () => [...document.querySelectorAll('img')].map((img) => img.getAttribute('src'));
const shown = (evidence = { pairs, packing: null as typeof packing | null }) =>
  render(Evidence, { evidence, packedCode: 'K7QX', zone: 'UTC' });

test('on a desk both stand side by side', () => {
  shown();
  expect(pictures()).toEqual(['/photos/left.jpg', '/photos/came.jpg']);
  expect(screen.queryByRole('slider')).toBeNull();
});

test('on a phone one lies over the other, and a slider uncovers it', async () => {
  narrow = true;
  shown();
  const slider = screen.getByRole('slider', { name: words.swipe });
  expect(slider.getAttribute('aria-valuetext')).toBe(words.swiped(50));
  await fireEvent.input(slider, { target: { value: '20' } });
  expect(slider.getAttribute('aria-valuetext')).toBe(words.swiped(80));
  const over = screen.getByRole('img', { name: words.taken('The front', words.arrived) });
  expect(over.style.clipPath).toBe('inset(0 0 0 20%)');
});

test('a shot that one side lacks is said so and cannot be slid', async () => {
  narrow = true;
  shown();
  await fireEvent.click(screen.getByRole('button', { name: 'The back' }));
  expect(screen.getByText(words.noArrived)).toBeTruthy();
  expect(pictures()).toEqual(['/photos/back.jpg']);
  expect(screen.queryByRole('button', { name: words.slide })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'The mark' }));
  expect(screen.getByText(words.noLeft)).toBeTruthy();
});

test('where the buyer sent nothing it is said once', () => {
  shown({ pairs: pairs.slice(1, 2), packing: null });
  expect(screen.getByText(words.evidenceNone)).toBeTruthy();
  expect(screen.queryByText(words.noArrived)).toBeNull();
});

test('the open parcel comes with the code to look for', () => {
  shown({ pairs, packing });
  expect(screen.getByText('K7QX')).toBeTruthy();
  expect(pictures()).toContain('/photos/packed.jpg');
});
