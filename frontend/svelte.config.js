import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // The same names as ever, without six letters that every element would carry.
    cssHash: ({ hash, css }) => `s${hash(css)}`,
    // A screen is made anew for every address, so what it reads of its props once is right.
    warningFilter: ({ code }) => code !== 'state_referenced_locally',
  },
};
