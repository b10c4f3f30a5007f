import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GradeQualityDocument, ResumePeerPathDocument } from '../../../src/gen/desk';
import type { QualityPartsFragment } from '../../../src/gen/graphql';
import { session } from '../../../src/lib/api/session.svelte';
import { quality as words } from '../../../src/lib/i18n/en/review';
import Quality from '../../../src/screens/agent/Quality.svelte';
import { toasts } from '../../../src/ui/toasts.svelte';
import { Server } from '../../server';

let server: Server;
let report: QualityPartsFragment;

const shoes = {
  name: 'shoes',
  label: 'Shoes',
  arrivals: 64,
  held: 57,
  upheldClaims: 7,
  pausedSince: '2026-11-20T18:00:00Z',
};

beforeEach(() => {
  report = {
    categories: [
      shoes,
      { ...shoes, name: 'bags', label: 'Bags', arrivals: 9, held: 8, pausedSince: null },
    ],
    rules: [{ ...shoes, name: 'a_person_looked', label: 'A person looked', pausedSince: null }],
    inspectedShare: 0.02,
    pauseAbove: 0.03,
    pauseOver: 200,
  };
  server = new Server();
  server.answer(GradeQualityDocument, () => ({ desk: { quality: report } }));
  server.answer(ResumePeerPathDocument, () => ({
    resumePeerPath: {
      __typename: 'QualityReport',
      ...report,
      categories: report.categories.map((one) => ({ ...one, pausedSince: null })),
    },
  }));
});
afterEach(() => {
  server.close();
  session.account = null;
});

const be = (role: 'AGENT' | 'LEAD' | 'MERCHANT') => {
  session.account = {
    id: 'a',
    name: 'Ada',
    email: 'ada@example.com',
    role,
  } as typeof session.account;
};

test('a share is told with what it is a share of, and few arrivals have none', async () => {
  be('AGENT');
  render(Quality);
  const row = await screen.findByRole('row', { name: /Shoes/ });
  expect(row.textContent).toContain('89.1%');
  expect(row.textContent).toContain(words.heldOf(57, 64));
  const few = screen.getByRole('row', { name: /Bags/ });
  expect(few.textContent).toContain(words.tooFew);
  expect(few.textContent).not.toContain('%');
  expect(screen.getByText(words.pauses('3%', 200))).toBeTruthy();
  expect(screen.getByText(words.drawn('2%'))).toBeTruthy();
});

test('an agent sees the pause and who can end it, and no button', async () => {
  be('AGENT');
  render(Quality);
  expect(await screen.findByText(/Paused since/)).toBeTruthy();
  expect(screen.getByText(words.leads)).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.openNamed('Shoes') })).toBeNull();
});

test.each(['LEAD', 'MERCHANT'] as const)(
  'a %s is told what it means and opens it again',
  async (role) => {
    be(role);
    render(Quality);
    await fireEvent.click(await screen.findByRole('button', { name: words.openNamed('Shoes') }));
    expect(screen.getByText(words.openText)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.openDo }));
    await vi.waitFor(() => expect(screen.queryByText(/Paused since/)).toBeNull());
    expect(server.askedLast(ResumePeerPathDocument)).toEqual({ input: { category: 'shoes' } });
    expect(toasts.shown.at(-1)?.text).toBe(words.opened('Shoes'));
  },
);

test('before anything arrived there is no table', async () => {
  report = { ...report, categories: [], rules: [] };
  be('AGENT');
  render(Quality);
  expect(await screen.findByRole('heading', { name: words.none })).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});
