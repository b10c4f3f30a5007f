/** Puts the service worker in place, once the first screen is up. */
export function installWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}

/** A screen of an older build may be gone from the server: the newest shell has its successor. */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    // Without a signal a reload would only lose what is on the screen.
    if (!navigator.onLine || sessionStorage.getItem('reloaded')) return;
    event.preventDefault();
    sessionStorage.setItem('reloaded', 'yes');
    location.reload();
  });
}
