import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AskForCodeDocument } from '../../src/gen/signin';
import { signin as words } from '../../src/lib/i18n/en/signin';
import AskForCode from '../../src/screens/signin/AskForCode.svelte';
import { Server } from '../server';

const sent = vi.fn();
let server: Server;

const asked = () => server.askedLast(AskForCodeDocument)?.input;
const write = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  sent.mockClear();
  server = new Server();
  server.answer(AskForCodeDocument, () => ({
    askForCode: { __typename: 'CodeSent', email: 'hana@example.com', lastsForSeconds: 600 },
  }));
  render(AskForCode, { sent });
});
afterEach(() => server.close());

test('whoever was given something comes in with their own e-mail and the gift receipt', async () => {
  await press(words.withGift);
  expect(screen.getByText(words.giftLead)).toBeTruthy();
  await write(words.email, 'hana@example.com');
  await write(words.order, ' LL-20140 ');
  await write(words.giftCode, ' WREN-4471 ');
  await press(words.ask);
  await waitFor(() => expect(sent).toHaveBeenCalledWith('hana@example.com'));
  expect(asked()).toEqual({
    email: 'hana@example.com',
    orderNumber: 'LL-20140',
    giftCode: 'WREN-4471',
  });
});

test('what was written for a gift is not sent once the e-mail alone is wanted', async () => {
  await press(words.withGift);
  await write(words.email, 'hana@example.com');
  await write(words.order, 'LL-20140');
  await write(words.giftCode, 'WREN-4471');
  await press(words.withoutOrder);
  await press(words.ask);
  await waitFor(() => expect(sent).toHaveBeenCalled());
  expect(asked()).toEqual({ email: 'hana@example.com', orderNumber: null, giftCode: null });
});

test('an order number goes without a gift', async () => {
  await press(words.withOrder);
  expect(screen.queryByLabelText(words.giftCode)).toBeNull();
  await write(words.email, 'rosa@example.com');
  await write(words.order, 'LL-20141');
  await press(words.ask);
  await waitFor(() => expect(asked()).toMatchObject({ orderNumber: 'LL-20141', giftCode: null }));
});
