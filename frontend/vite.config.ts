import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { manifest } from './build/manifest.ts';

const server = process.env.ONWARD_SERVER ?? 'http://localhost:8000';
const served = [
  '/graphql',
  '/uploads',
  '/photos',
  '/pictures',
  '/labels',
  '/papers',
  '/sign-in',
  '/health',
];

const FIRST =
  /src\/(main|App|routes|router|gen\/(session|orders)|lib\/(device\/signal|api\/(ask|kept|load|session|trouble)|i18n\/(format|sentences|en\/(shell|orders)))|ui\/(Page|TopBar|Await|Button|Card|Chip|Drawing|Empty|Icon|Notice|Picture|Running|Skeleton|Trouble)\b)/;

const WINDOW =
  /src\/screens\/shop\/(Shop|Search|Waiting|ListingGrid)\b|gen\/shop|i18n\/en\/shop\.ts/;

export default defineConfig({
  plugins: [
    svelte(),
    svelteTesting(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'sw.ts',
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,woff2,svg,webmanifest}', 'icons/icon-192.png'],
        // The barcode reader is a third of a megabyte: it comes when a tag is photographed.
        globIgnores: ['**/barcodes.worker-*'],
        sourcemap: false,
      },
    }),
  ],
  resolve: {
    alias: { $words: fileURLToPath(new URL('./src/lib/i18n/en', import.meta.url)) },
  },
  worker: { format: 'es' },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: {
      polyfill: false,
      // The first piece is there before anything asks for a screen.
      resolveDependencies: (_, files) => files.filter((file) => !file.includes('/first-')),
    },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 120,
    rolldownOptions: {
      output: {
        // The first load names every other file: seven letters tell two versions of one apart, and more files than 64 from one another.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        // The door and what every first screen needs are one piece, and so is the shop window; the
        // rest follows the screens.
        codeSplitting: {
          groups: [
            { name: 'first', test: FIRST },
            { name: 'Shop', test: WINDOW },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      served.map((path) => [path, { target: server, ws: path === '/graphql' }]),
    ),
  },
  test: {
    environment: 'jsdom',
    // One page for all files: they leave nothing behind, and a page each is most of the time.
    isolate: false,
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
  },
});
