import { beforeEach, expect, test } from 'vitest';
import { View } from '../../../src/screens/agent/review/view.svelte';

let view: View;
beforeEach(() => {
  view = new View();
  view.frame(400, 300);
});

test('the point under the pointer stays where it is', () => {
  view.zoom(2, 100, 60);
  expect([view.scale, view.x, view.y]).toEqual([2, -100, -60]);
  view.zoom(2, 100, 60);
  expect([view.scale, view.x, view.y]).toEqual([4, -300, -180]);
});

test('without a pointer it grows from its middle', () => {
  view.zoom(2);
  expect([view.x, view.y]).toEqual([-200, -150]);
});

test('it is never smaller than its frame nor larger than makes sense', () => {
  view.zoom(0.1);
  expect([view.scale, view.x, view.y]).toEqual([1, 0, 0]);
  view.zoom(1000);
  expect(view.scale).toBe(8);
});

test('it cannot be moved out of its frame', () => {
  view.zoom(2, 0, 0);
  view.move(500, 500);
  expect([view.x, view.y]).toEqual([0, 0]);
  view.move(-5000, -5000);
  expect([view.x, view.y]).toEqual([-400, -300]);
});

test('a frame that shrinks takes the picture with it', () => {
  view.zoom(2, 400, 300);
  view.frame(200, 150);
  expect([view.x, view.y]).toEqual([-200, -150]);
  view.whole();
  expect([view.scale, view.x, view.y, view.zoomed]).toEqual([1, 0, 0, false]);
});
