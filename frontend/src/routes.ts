/** Every address of the app, and the screen that is loaded when somebody goes there. */
import type { Component } from 'svelte';
import type { Route } from './router.svelte';

type Screen = Promise<{ default: Component<Record<string, string>> }>;
const lazy = (load: () => Promise<{ default: unknown }>) => load as unknown as () => Screen;

export const ROUTES: readonly Route[] = [
  { path: '/', screen: lazy(() => import('./screens/orders/Orders.svelte')) },
  { path: '/return/:orderId/:lineId', screen: lazy(() => import('./screens/return/Start.svelte')) },
  { path: '/case/:id', screen: lazy(() => import('./screens/match/Case.svelte')) },
  { path: '/case/:id/show', screen: lazy(() => import('./screens/return/Show.svelte')) },
  { path: '/case/:id/path', screen: lazy(() => import('./screens/match/Choose.svelte')) },
  { path: '/case/:id/code', screen: lazy(() => import('./screens/label/Label.svelte')) },
  { path: '/case/:id/receipt', screen: lazy(() => import('./screens/refund/Receipt.svelte')) },
  { path: '/shop', open: true, screen: lazy(() => import('./screens/shop/Shop.svelte')) },
  { path: '/shop/:id', open: true, screen: lazy(() => import('./screens/shop/Listing.svelte')) },
  { path: '/shop/:id/buy', screen: lazy(() => import('./screens/shop/Listing.svelte')) },
  { path: '/purchase/:id', screen: lazy(() => import('./screens/purchase/Purchase.svelte')) },
  {
    path: '/purchase/:id/code',
    screen: lazy(() => import('./screens/purchase/ReturnCode.svelte')),
  },
  { path: '/desk', screen: lazy(() => import('./screens/agent/Desk.svelte')) },
  { path: '/desk/review', screen: lazy(() => import('./screens/agent/review/Reviews.svelte')) },
  {
    path: '/desk/review/:id',
    screen: lazy(() => import('./screens/agent/review/Reviewing.svelte')),
  },
  { path: '/desk/:id', screen: lazy(() => import('./screens/agent/Desk.svelte')) },
];
