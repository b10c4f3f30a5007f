import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InspectItemDocument, ReviewDocument } from '../../../src/gen/desk';
import { review as words } from '../../../src/lib/i18n/en/review';
import { here } from '../../../src/router.svelte';
import Inspecting from '../../../src/screens/agent/review/Inspecting.svelte';
import { toasts } from '../../../src/ui/toasts.svelte';
import { Server } from '../../server';
import { sheetOf } from './sheets';

let server: Server;
let actions: ('INSPECT' | 'REVIEW')[];

beforeEach(() => {
  actions = ['INSPECT'];
  server = new Server();
  server.answer(ReviewDocument, ({ id }) => {
    const sheet = sheetOf(String(id));
    const grade = { grade: 'LIKE_NEW', proposed: null, label: 'Like new', reasons: [] };
    return { desk: { review: { ...sheet, returnCase: { ...sheet.returnCase, actions, grade } } } };
  });
  server.answer(InspectItemDocument, () => ({
    inspectItem: { __typename: 'ReturnCase', id: 'x' },
  }));
});
afterEach(() => server.close());

test('the warehouse says which grade the piece in hand deserves', async () => {
  render(Inspecting, { id: 'drawn' });
  expect(await screen.findByText(words.inspectLeft('Like new'))).toBeTruthy();
  const save = screen.getByRole('button', { name: words.inspectDo }) as HTMLButtonElement;
  expect(save.disabled).toBe(true);
  await fireEvent.click(screen.getByRole('radio', { name: 'Good' }));
  await fireEvent.click(save);
  await vi.waitFor(() => expect(here.path).toBe('/desk'));
  expect(server.asked.at(-1)?.variables).toMatchObject({
    input: { caseId: 'drawn', grade: 'GOOD' },
  });
  expect(toasts.shown.at(-1)?.text).toBe(words.inspected('Item drawn', 'Good'));
});

test('what was looked at already says where it stands, and asks nothing', async () => {
  actions = [];
  render(Inspecting, { id: 'done' });
  expect(await screen.findByRole('heading', { name: words.settled })).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.inspectDo })).toBeNull();
});
