/** Which screen the address asks for. Links are ordinary links; this only saves the reload. */
import { type Component, untrack } from 'svelte';

export interface Route {
  path: string;
  /** Anybody may see it; the others ask who you are first. */
  open?: boolean;
  screen: () => Promise<{ default: Component<Record<string, string>> }>;
}

let path = $state.raw(location.pathname);
let turn = $state(0);

export const here = {
  get path() {
    return path;
  },
  /** Counts navigations, so that the same address asked twice is a fresh screen. */
  get turn() {
    return turn;
  },
};

export function go(to: string, options: { replace?: boolean } = {}): void {
  history[options.replace ? 'replaceState' : 'pushState'](null, '', to);
  arrive();
  scrollTo(0, 0);
}

export function match<R extends { path: string }>(
  routes: readonly R[],
  pathname: string,
): { route: R; params: Record<string, string> } | null {
  for (const route of routes) {
    const pattern = route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
    const found = new RegExp(`^${pattern}/?$`).exec(pathname);
    if (!found) continue;
    const params = Object.entries(found.groups ?? {});
    return {
      route,
      params: Object.fromEntries(params.map(([k, v]) => [k, decodeURIComponent(v)])),
    };
  }
  return null;
}

export function startRouter(isOurs: (pathname: string) => boolean): void {
  addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest?.('a');
    if (!link || !plainClick(event) || link.target || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || !isOurs(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function arrive(): void {
  path = location.pathname;
  turn = untrack(() => turn) + 1;
}

const plainClick = (event: MouseEvent): boolean =>
  event.button === 0 &&
  !event.defaultPrevented &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
