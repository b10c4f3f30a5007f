// A stand-in for the server while screens are drawn: it serves the build under the same strict
// policy and answers trusted documents from test/mock/world.mjs. Not used by any test.
//   node test/mock/server.mjs [port]     then open /as/returner, /as/buyer, /as/agent or /as/nobody
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, graphql } from 'graphql';
import { garment, snapshot, world } from './world.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const schemaPath = process.env.ONWARD_SCHEMA ?? here('../../../schema.graphql');
const schema = buildSchema(await readFile(schemaPath, 'utf8'));
const documents = JSON.parse(
  await readFile(here('../../src/gen/persisted-documents.json'), 'utf8'),
);
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const POLICY =
  "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const send = (status, type, body, more = {}) => {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy': POLICY,
      ...more,
    });
    response.end(body);
  };
  const who = /who=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'nobody';
  const as = /^\/(?:as|sign-in)\/(\w+)/.exec(pathname)?.[1];
  if (as) return send(303, 'text/plain', '', { location: '/', 'set-cookie': `who=${as}; Path=/` });
  if (pathname.startsWith('/pictures/')) return send(200, 'image/svg+xml', garment(pathname));
  if (pathname.startsWith('/photos/')) return send(200, 'image/svg+xml', snapshot(pathname));
  if (pathname.startsWith('/uploads/')) return receive(request, send);
  if (pathname === '/graphql' && request.method === 'POST') {
    const { documentId, variables } = JSON.parse(await text(request));
    const answer = await graphql({
      schema,
      source: documents[documentId],
      rootValue: world(who),
      variableValues: variables,
      typeResolver: (value) => value.__typename,
    });
    if (answer.errors) console.error(answer.errors);
    return send(200, 'application/json', JSON.stringify(answer));
  }
  const file = extname(pathname) ? pathname : '/index.html';
  try {
    return send(
      200,
      TYPES[extname(file)] ?? 'text/plain',
      await readFile(join(here('../../dist'), file)),
    );
  } catch {
    return send(404, 'text/plain', '');
  }
}).listen(Number(process.argv[2] ?? 8123), () =>
  console.log(`http://localhost:${process.argv[2] ?? 8123}`),
);

const offsets = new Map();

async function receive(request, send) {
  const size = Number(/size=(\d+)/.exec(request.url)?.[1]);
  const at = offsets.get(request.url) ?? 0;
  if (request.method === 'HEAD')
    return send(200, 'text/plain', '', { 'upload-offset': String(at) });
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  offsets.set(request.url, at + bytes);
  const status = at + bytes >= size ? 201 : 204;
  return send(status, 'application/json', status === 201 ? '{"photoId":"p1"}' : '', {
    'upload-offset': String(at + bytes),
  });
}

async function text(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
