import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReturnCase } from '../../src/lib/api/shelf.svelte';
import { look as words } from '../../src/lib/i18n/en/look';
import { outbox } from '../../src/lib/outbox/outbox.svelte';
import Judged from '../../src/screens/match/Judged.svelte';
import { Server } from '../server';

let server: Server;
beforeEach(() => {
  server = new Server();
  server.away = true;
});
afterEach(async () => {
  server.close();
  for (const entry of outbox.entries) await outbox.forget(entry);
});

const grading = (grade: string | null, label: string, at: string) => ({
  at,
  judge: 'RULES',
  grade,
  label,
  sentence: `${label}.`,
  reasons: [],
});
const FIRST = grading('VERY_GOOD', 'Very good', '2026-11-22T08:00:00Z');
const ASKED = grading(null, 'A person takes another look.', '2026-11-22T09:00:00Z');
const THEN = grading('LIKE_NEW', 'Like new', '2026-11-23T08:00:00Z');

function judged(more: object): void {
  const grade = {
    grade: null,
    label: '',
    sentence: 'Like new, because.',
    accepted: true,
    reasons: [],
  };
  const found = {
    id: 'c',
    stage: 'APPROVED',
    actions: [],
    gradings: [],
    appealedAt: null,
    photos: [],
    ...more,
  } as unknown as ReturnCase;
  render(Judged, { found, grade: grade as unknown as NonNullable<ReturnCase['grade']> });
}

describe('what a judgement tells', () => {
  test('is one sentence, and no history while there is one grade', () => {
    judged({ gradings: [ASKED, THEN] });
    expect(screen.getByText('Like new, because.')).toBeTruthy();
    expect(screen.queryByRole('list', { name: words.history })).toBeNull();
  });

  test('is both grades once a person has looked again', () => {
    judged({ gradings: [FIRST, THEN], appealedAt: THEN.at });
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent);
    expect(lines).toEqual([words.first('Very good'), words.after('Like new')]);
  });

  test('is the first grade while a person looks again, and that the code still works', () => {
    judged({ stage: 'IN_REVIEW', gradings: [FIRST], appealedAt: THEN.at, actions: ['SHOW_CODE'] });
    expect(screen.getByText(words.first('Very good'))).toBeTruthy();
    expect(screen.getByText(words.nothingToDo, { exact: false }).textContent).toContain(
      words.codeWorks,
    );
  });

  test('is nothing of a code where there is none', () => {
    judged({ stage: 'IN_REVIEW' });
    expect(screen.getByText(words.nothingToDo)).toBeTruthy();
  });
});

describe('another look', () => {
  test('is offered only where it may be asked for', () => {
    judged({});
    expect(screen.queryByRole('button', { name: words.ask })).toBeNull();
  });

  test('is not offered twice while its photo waits on the phone', async () => {
    await outbox.photo('c', 'tag', new Blob(['x']), 'APPEAL');
    judged({ actions: ['APPEAL'] });
    expect(screen.queryByRole('button', { name: words.ask })).toBeNull();
    expect(screen.getByRole('status').textContent).toBeTruthy();
  });
});
