import './ui/tokens.css';
import './ui/elements.css';
import './ui/stitch.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './lib/api/session.svelte';
import { signal } from './lib/device/signal.svelte';
import { match, startRouter } from './router.svelte';
import { ROUTES } from './routes';

startRouter((pathname) => match(ROUTES, pathname) !== null);
signal.listen();
void session.open().then(() => import('./afterwards'));
mount(App, { target: document.getElementById('app') as HTMLElement });
