// Writes src/gen/icons.svg: one sprite with the icons src/ui/icons.ts names, and no others.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const require = createRequire(import.meta.url);
const source = await readFile(here('../src/ui/icons.ts'), 'utf8');
const names = [...source.matchAll(/^ {2}'([a-z0-9-]+)',$/gm)].map((match) => match[1]).sort();

const symbols = await Promise.all(
  names.map(async (name) => {
    const svg = await readFile(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8');
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
    const drawing = inner.replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
  }),
);

await mkdir(here('../src/gen/'), { recursive: true });
await writeFile(
  here('../src/gen/icons.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`,
);
