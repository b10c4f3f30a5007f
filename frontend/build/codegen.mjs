// Writes src/gen from the schema and src/graphql/*.graphql: types, documents named by their
// hash, and persisted-documents.json, the list the server trusts.
// It drives client-preset directly: the codegen CLI would bring three hundred packages more.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, parse, validate } from 'graphql';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const schemaPath = process.env.ONWARD_SCHEMA ?? here('../../schema.graphql');
const output = here('../src/gen/');

const DOCUMENT_TYPE = `export interface TypedDocumentString<TResult, TVariables>
  extends DocumentTypeDecoration<TResult, TVariables> {
  __meta__: { hash: string };
}
`;

const schema = parse(await readFile(schemaPath, 'utf8'));
const schemaAst = buildASTSchema(schema);
const documents = await readDocuments(here('../src/graphql/'));
refuseInvalid(schemaAst, documents);

const files = await preset.buildGeneratesSection({
  baseOutputDir: output,
  schema,
  schemaAst,
  documents,
  plugins: [],
  pluginMap: {},
  documentTransforms: [],
  config: {
    documentMode: 'string',
    enumsAsTypes: true,
    useTypeImports: true,
    scalars: { DateTime: 'string', Cursor: 'string', ID: 'string' },
  },
  presetConfig: {
    fragmentMasking: false,
    persistedDocuments: {
      mode: 'replaceDocumentWithHash',
      hashPropertyName: 'hash',
      hashAlgorithm: 'sha256',
    },
  },
});

await mkdir(output, { recursive: true });
for (const file of files) {
  if (file.filename.endsWith('persisted-documents.json')) {
    // Its content waits for the types: both are written at once.
    const types = files.find((other) => other.filename.endsWith('graphql.ts'));
    const [text, list] = await Promise.all([codegen(types), codegen(file)]);
    await writeTypes(types.filename, lighten(text));
    await writeIfChanged(file.filename, list);
  }
}

// One module per .graphql file for the documents, so that a screen loads only its own hashes.
async function writeTypes(path, text) {
  const documentLine = /^export const (\w+)Document = .*$/gm;
  const lines = new Map([...text.matchAll(documentLine)].map(([line, name]) => [name, line]));
  await writeIfChanged(path, text.replace(documentLine, ''));
  for (const source of documents) {
    const operations = source.document.definitions.filter(
      (definition) => definition.kind === 'OperationDefinition',
    );
    const own = operations.map((operation) => lines.get(operation.name.value));
    if (own.length === 0) continue;
    const file = source.location.replace(/^.*\//, '').replace('.graphql', '.ts');
    const head = "/* eslint-disable */\nimport type * as Types from './graphql';\n\n";
    const body = own
      .join('\n')
      .replace(
        /TypedDocumentString<(\w+), (\w+)>/g,
        'Types.TypedDocumentString<Types.$1, Types.$2>',
      );
    await writeIfChanged(output + file, head + body);
  }
}

// Fragments travel inside their operations' hashes: their texts would only weigh down the bundle.
function lighten(text) {
  return text
    .replace(
      /^export const \w+FragmentDoc = new TypedDocumentString\(`[\s\S]*?\) as unknown as [^;]+;\n/gm,
      '',
    )
    .replace(/^export class TypedDocumentString[\s\S]*?^}\n/m, DOCUMENT_TYPE);
}

async function readDocuments(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const rawSDL = await readFile(folder + name, 'utf8');
      return { location: folder + name, rawSDL, document: parse(rawSDL) };
    }),
  );
}

function refuseInvalid(against, sources) {
  const definitions = sources.flatMap((source) => source.document.definitions);
  const errors = validate(against, { kind: 'Document', definitions });
  if (errors.length === 0) return;
  for (const error of errors) console.error(String(error));
  process.exit(1);
}

async function writeIfChanged(path, text) {
  const content = `${text.trimEnd()}\n`;
  const before = await readFile(path, 'utf8').catch(() => '');
  if (before !== content) await writeFile(path, content);
}
