import { flushSync } from 'svelte';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { go, here, match, startRouter } from '../src/router.svelte';
import { ROUTES } from '../src/routes';

describe('an address', () => {
  test.each([
    ['/', '/', {}],
    ['/case/01J', '/case/:id', { id: '01J' }],
    ['/case/01J/', '/case/:id', { id: '01J' }],
    ['/case/01J/code', '/case/:id/code', { id: '01J' }],
    ['/return/o1/l%2F2', '/return/:orderId/:lineId', { orderId: 'o1', lineId: 'l/2' }],
    ['/desk', '/desk', {}],
    ['/desk/01J', '/desk/:id', { id: '01J' }],
    ['/shop/7/buy', '/shop/:id/buy', { id: '7' }],
  ])('%s leads to %s', (address, path, params) => {
    const found = match(ROUTES, address);
    expect(found?.route.path).toBe(path);
    expect(found?.params).toEqual(params);
  });

  test.each(['/graphql', '/labels/x.pdf', '/sign-in/token', '/case', '/case/1/2/3'])(
    '%s is not a screen',
    (address) => {
      expect(match(ROUTES, address)).toBeNull();
    },
  );

  test('only what is for sale is open to anybody', () => {
    const open = ROUTES.filter((route) => route.open).map((route) => route.path);
    expect(open).toEqual(['/shop', '/shop/:id', '/find', '/item/:id']);
  });
});

describe('a link', () => {
  beforeAll(() => startRouter((pathname) => match(ROUTES, pathname) !== null));
  afterEach(() => {
    document.body.replaceChildren();
    go('/');
  });

  function click(html: string, more: MouseEventInit = {}): boolean {
    document.body.innerHTML = html;
    const link = document.querySelector('a') as HTMLAnchorElement;
    // A link the router leaves alone would make jsdom navigate, which it cannot.
    addEventListener('click', (event) => event.preventDefault(), { once: true });
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, button: 0, ...more });
    link.dispatchEvent(event);
    return here.path === link.pathname;
  }

  test('within the app changes the screen without a reload', () => {
    const turn = here.turn;
    expect(click('<a href="/case/1"><b>x</b></a>')).toBe(true);
    expect(here.turn).toBe(turn + 1);
    expect(location.pathname).toBe('/case/1');
  });

  test('to the server, to a new window or to another site is left to the browser', () => {
    expect(click('<a href="/labels/x.pdf">x</a>')).toBe(false);
    expect(click('<a href="/case/1" target="_blank">x</a>')).toBe(false);
    expect(click('<a href="https://elsewhere.example/case/1">x</a>')).toBe(false);
    expect(click('<a href="/case/1">x</a>', { ctrlKey: true })).toBe(false);
  });
});

test('an effect that sends somebody on does so once', () => {
  let runs = 0;
  const stop = $effect.root(() => {
    $effect(() => {
      runs++;
      go('/case/2', { replace: true });
    });
  });
  flushSync();
  stop();
  expect(runs).toBe(1);
});
