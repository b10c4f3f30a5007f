import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReturnNowDocument } from '../../src/gen/returns';
import { Intent } from '../../src/lib/api/intent.svelte';
import { Server } from '../server';

let server: Server;
beforeEach(() => {
  server = new Server();
  server.answer(ReturnNowDocument, () => ({ returnNow: { __typename: 'ReturnCase', id: 'c' } }));
});
afterEach(() => server.close());

const keys = () => server.asked.map(({ variables }) => (variables.input as { key: string }).key);

test('a lost answer is asked for again with the same key', async () => {
  const intent = new Intent(ReturnNowDocument);
  server.loseNext = 1;
  expect(await intent.send({ caseId: 'c' })).toBeNull();
  expect(intent.trouble).toEqual({ kind: 'unreachable' });
  expect(await intent.send({ caseId: 'c' })).toMatchObject({ id: 'c' });
  expect(intent.trouble).toBeNull();
  expect(new Set(keys()).size).toBe(1);
});

test('another wish has another key, and so has the same wish after its answer', async () => {
  const intent = new Intent(ReturnNowDocument);
  server.loseNext = 1;
  await intent.send({ caseId: 'c' });
  await intent.send({ caseId: 'd' });
  await intent.send({ caseId: 'd' });
  expect(new Set(keys()).size).toBe(3);
});

test('a refusal is kept in the shop’s words', async () => {
  server.answer(ReturnNowDocument, () => ({
    returnNow: {
      __typename: 'Refused',
      code: 'SCANNED',
      message: 'It has been scanned already.',
      field: null,
    },
  }));
  const intent = new Intent(ReturnNowDocument);
  expect(await intent.send({ caseId: 'c' })).toBeNull();
  expect(intent.refused).toMatchObject({
    code: 'SCANNED',
    message: 'It has been scanned already.',
  });
});

test('a fault carries its reference', async () => {
  server.answer(ReturnNowDocument, () =>
    Response.json({ data: null, errors: [{ message: 'x', extensions: { reference: 'F-7Q2' } }] }),
  );
  const intent = new Intent(ReturnNowDocument);
  await intent.send({ caseId: 'c' });
  expect(intent.trouble).toEqual({ kind: 'fault', reference: 'F-7Q2' });
});

test('a second tap while the first is on its way asks nothing', async () => {
  const intent = new Intent(ReturnNowDocument);
  await Promise.all([intent.send({ caseId: 'c' }), intent.send({ caseId: 'c' })]);
  expect(server.asked).toHaveLength(1);
});
