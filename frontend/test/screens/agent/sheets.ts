/** A case that waits for a look, as the server tells it. */
import type { Sheet, Waiting } from '../../../src/screens/agent/review/queue.svelte';

const findings = { sharpness: 0.72, light: 0.54, dark: 0.1, bright: 0.02, codes: [] };

const TITLES: Record<string, string> = { front: 'The front', flaw: 'The mark' };

export function photo(id: string, shot: string, given: Partial<Sheet['album'][number]> = {}) {
  return {
    id,
    shot,
    title: TITLES[shot] ?? shot,
    occasion: 'ASSESSMENT' as const,
    takenAt: '2026-11-22T18:02:00Z',
    url: `/photos/${id}.jpg`,
    thumbnailUrl: `/photos/${id}-small.jpg`,
    width: 1200,
    height: 1600,
    findings,
    ...given,
  };
}

export const mark = {
  code: 'ANSWERED_YES',
  message: 'There is a mark, shown in its photo.',
  shot: 'flaw',
  photoId: 'p-flaw',
  measured: null,
  bound: null,
  otherPicture: null,
};

export const reused = {
  code: 'PHOTO_SEEN_MIRRORED',
  message: 'Photo of the front: seen in another case, mirrored, 3 of 64 bits apart, at most 10.',
  shot: 'front',
  photoId: 'p-front',
  measured: 3,
  bound: 10,
  otherPicture: '/photos/of-another-case.jpg',
};

const barrier = { code: 'GRADE_NOT_ADMITTED', message: 'Not as it left the shop.' };

export function sheetOf(id: string, given: Partial<Sheet> = {}): Sheet {
  return {
    returnCase: {
      id,
      reference: 'CYRDME4F',
      timeZone: 'America/Los_Angeles',
      stage: 'IN_REVIEW',
      headline: 'A person is looking at your photos.',
      actions: ['REVIEW'],
      reviewDueAt: '2026-11-23T18:00:00Z',
      appealedAt: null,
      item: {
        title: `Item ${id}`,
        size: 'M',
        colour: 'Indigo',
        category: 'clothing',
        picture: '/pictures/it.svg',
      },
      questions: [{ key: 'flaw', text: 'Is there a mark?' }],
      answers: [{ question: 'flaw', yes: true }],
      photos: [{ id: 'p-front' }, { id: 'p-flaw' }],
      grade: {
        grade: null,
        proposed: 'VERY_GOOD',
        label: 'A person takes another look.',
        reasons: [mark],
      },
      gradings: [],
    },
    album: [photo('p-front', 'front'), photo('p-flaw', 'flaw')],
    doubts: [mark],
    hints: [],
    outlooks: [
      { grade: 'LIKE_NEW', barrier: null },
      { grade: 'VERY_GOOD', barrier },
    ],
    bounds: { sideLeast: 300, sharpnessLeast: 0.55, darkMost: 0.46, brightMost: 0.12 },
    ...given,
  };
}

export function waitingFor(id: string, dueAt = '2026-11-23T18:00:00Z'): Waiting {
  const { returnCase } = sheetOf(id);
  const photos = returnCase.photos.map((one) => ({
    ...one,
    thumbnailUrl: `/photos/${one.id}-small.jpg`,
  }));
  return { id: `task-${id}`, dueAt, returnCase: { ...returnCase, photos } };
}
