/** Every address of the app, and the screen that is loaded when somebody goes there. */
import type { Route } from './router.svelte';
import type { SCREENS } from './screens/agent/screens';
import type { SCREENS as RETURNING } from './screens/return/screens';
import type { SCREENS as BUYING } from './screens/shop/screens';

const desk = (name: keyof typeof SCREENS) => async () =>
  (await import('./screens/agent/screens')).SCREENS[name]();
const buying = (name: keyof typeof BUYING) => async () =>
  (await import('./screens/shop/screens')).SCREENS[name]();
const returning = (name: keyof typeof RETURNING) => async () =>
  (await import('./screens/return/screens')).SCREENS[name]();

/** A screen's own props are the names in its address, which no type can see. */
export const ROUTES = [
  { path: '/', screen: () => import('./screens/orders/Orders.svelte') },
  { path: '/return/:orderId/:lineId', screen: returning('Start') },
  { path: '/case/:id', screen: () => import('./screens/match/Case.svelte') },
  { path: '/case/:id/show', screen: returning('Show') },
  { path: '/case/:id/path', screen: returning('Choose') },
  { path: '/case/:id/code', screen: () => import('./screens/label/Label.svelte') },
  { path: '/case/:id/receipt', screen: buying('Receipt') },
  { path: '/shop', open: true, screen: () => import('./screens/shop/Shop.svelte') },
  { path: '/shop/:id', open: true, screen: buying('Listing') },
  { path: '/shop/:id/buy', screen: buying('Listing') },
  { path: '/find', open: true, screen: buying('Find') },
  { path: '/item/:id', open: true, screen: buying('Item') },
  { path: '/item/:id/tell', screen: buying('Tell') },
  { path: '/offers', screen: buying('Offers') },
  { path: '/credit', screen: buying('Credit') },
  { path: '/purchase/:id', screen: buying('Purchase') },
  { path: '/purchase/:id/code', screen: buying('ReturnCode') },
  { path: '/purchase/:id/withdraw', screen: buying('Withdrawal') },
  { path: '/desk', screen: desk('Desk') },
  { path: '/desk/quality', screen: desk('Quality') },
  { path: '/desk/book', screen: desk('Book') },
  { path: '/desk/book/:id/:party', screen: desk('Person') },
  { path: '/desk/review', screen: desk('Reviews') },
  { path: '/desk/review/:id', screen: desk('Reviewing') },
  { path: '/desk/inspect/:id', screen: desk('Inspecting') },
  { path: '/desk/:id', screen: desk('Desk') },
] as unknown as readonly Route[];
