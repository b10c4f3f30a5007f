/** What can wait until the first screen is up: the service worker and the outbox. */
import { installWorker, reloadWhenOutdated } from './lib/device/worker';
import { outbox } from './lib/outbox/outbox.svelte';

reloadWhenOutdated();
installWorker();
void outbox.open();
