// Lays a .br and a .gz beside every text file of the build, so that the server only picks one.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const worthIt = /\.(js|css|html|svg|json|webmanifest|wasm)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const files = (await readdir(dist, { recursive: true })).filter((name) => worthIt.test(name));
await Promise.all(
  files.map(async (name) => {
    const path = join(dist, name);
    const content = await readFile(path);
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    await writeFile(`${path}.br`, await brotli(content, { params: quality }));
    await writeFile(`${path}.gz`, await zip(content, { level: 9 }));
  }),
);
