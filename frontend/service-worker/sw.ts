/// <reference lib="webworker" />
// Keeps the shell on the phone, so that the app and the last code open without a signal.
// Answers of the API are not its business: the pages keep their own copies in IndexedDB.
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[];
};

const NOT_THE_APP = [
  /^\/graphql/,
  /^\/uploads\//,
  /^\/photos\//,
  /^\/pictures\//,
  /^\/labels\//,
  /^\/papers\//,
  /^\/sign-in\/./,
  /^\/webhooks\//,
  /^\/health/,
];

/** The barcode reader: kept once a tag was photographed, since most visits never need it. */
const ON_DEMAND = 'on-demand';
const READER = /^\/assets\/(barcodes\.worker|zxing_reader)-/;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(({ url, sameOrigin }) => sameOrigin && READER.test(url.pathname), keptOnDemand);
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: NOT_THE_APP }),
);

self.addEventListener('install', () => void self.skipWaiting());
// Another build has another reader.
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), caches.delete(ON_DEMAND)])),
);

/** Background Sync: the pages hold the outbox, so whichever is open is asked to send it. */
self.addEventListener('sync', (event) => {
  (event as ExtendableEvent).waitUntil(askPagesToSend());
});

async function keptOnDemand({ request }: { request: Request }): Promise<Response> {
  const cache = await caches.open(ON_DEMAND);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function askPagesToSend(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage({ kind: 'send-outbox' });
}
