/** The steps of a return before its code: they come with the first of them. */
export const SCREENS = {
  Start: () => import('./Start.svelte'),
  Show: () => import('./Show.svelte'),
  Choose: () => import('../match/Choose.svelte'),
};
