/** The desk's screens. They are listed here and not at the door, where every shopper would carry the list. */
export const SCREENS = {
  Desk: () => import('./Desk.svelte'),
  Quality: () => import('./Quality.svelte'),
  Book: () => import('./books/Book.svelte'),
  Person: () => import('./books/Person.svelte'),
  Reviews: () => import('./review/Reviews.svelte'),
  Reviewing: () => import('./review/Reviewing.svelte'),
  Inspecting: () => import('./review/Inspecting.svelte'),
};
