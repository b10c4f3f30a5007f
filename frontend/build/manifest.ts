import type { ManifestOptions } from 'vite-plugin-pwa';

/** What a phone needs to install the app. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Onward',
  short_name: 'Onward',
  description: 'A return that goes straight to the next customer who wants it.',
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'portrait-primary',
  background_color: '#faf6ee',
  theme_color: '#faf6ee',
  categories: ['shopping'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [{ name: 'Open-box shop', url: '/shop' }],
};
