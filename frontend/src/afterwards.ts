/** What can wait until the first screen is up: the service worker, the outbox, short news. */
import { mount } from 'svelte';
import { installWorker, reloadWhenOutdated } from './lib/device/worker';
import { outbox } from './lib/outbox/outbox.svelte';
import Toasts from './ui/Toasts.svelte';

reloadWhenOutdated();
installWorker();
mount(Toasts, { target: document.body });
void outbox.open();
void import('./screens/offers/Kept.svelte').then(({ default: Kept }) =>
  mount(Kept, { target: document.body }),
);
