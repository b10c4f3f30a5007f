import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  BooksComparedDocument,
  SawStrangeMessageDocument,
  StrangeMessagesDocument,
} from '../../../src/gen/outside';
import { outside as words } from '../../../src/lib/i18n/en/outside';
import Outside from '../../../src/screens/agent/strange/Outside.svelte';
import { Server } from '../../server';

const message = {
  id: 'PAYMENTS:1',
  source: 'PAYMENTS',
  kind: 'payout.paused',
  body: '{"reason":"account under review"}',
  receivedAt: '2026-11-23T09:00:00Z',
  seenAt: null,
};

let server: Server;
let waiting: object[];
let compared: object | null;
beforeEach(() => {
  waiting = [message];
  compared = null;
  server = new Server();
  server.answer(StrangeMessagesDocument, () => ({ desk: { strangeMessages: waiting } }));
  server.answer(BooksComparedDocument, () => ({ desk: { reconciliation: compared } }));
  server.answer(SawStrangeMessageDocument, () => {
    waiting = [];
    return { sawStrangeMessage: { __typename: 'StrangeMessage', ...message, body: '' } };
  });
});
afterEach(() => server.close());

test('a message nobody understood is shown as it came and goes once it was seen', async () => {
  render(Outside);
  await screen.findByText('payout.paused');
  screen.getByText(message.body);
  await fireEvent.click(screen.getByRole('button', { name: words.seen }));
  await screen.findByText(words.strangeNone);
  expect(screen.queryByText(message.body)).toBeNull();
});

test('books that were never compared, that agree and that differ say so', async () => {
  const { unmount } = render(Outside);
  await screen.findByText(words.never);
  unmount();
  compared = { at: message.receivedAt, since: message.receivedAt, compared: 1, differences: [] };
  const agreed = render(Outside);
  await screen.findByText(words.agree);
  agreed.unmount();
  const difference = {
    text: 'The provider moved it and our book does not have it.',
    providerRef: 're_1',
    ours: null,
    theirs: { amountMinor: 900, currency: 'USD' },
    caseId: 'case-1',
  };
  compared = { ...compared, differences: [difference] };
  render(Outside);
  await screen.findByText('re_1');
  expect(screen.getByText(/\$9\.00/).textContent).toContain(words.nothing);
  expect(screen.getByRole('link', { name: words.toCase }).getAttribute('href')).toBe(
    '/desk/case-1',
  );
});
