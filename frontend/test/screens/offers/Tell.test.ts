import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OpenItemDocument } from '../../../src/gen/find';
import { MakeOfferDocument } from '../../../src/gen/offers';
import { find } from '../../../src/lib/i18n/en/find';
import { telling as words } from '../../../src/lib/i18n/en/offers';
import Tell from '../../../src/screens/offers/Tell.svelte';
import { Server } from '../../server';
import { offerOf, question, sizeOf, warranty } from './wishes';

let server: Server;
let sizes: ReturnType<typeof sizeOf>[];
let offerDays: number;
const made = () =>
  server.asked.find((one) => one.documentId === MakeOfferDocument.__meta__.hash)?.variables.input;

beforeEach(() => {
  history.replaceState(null, '', '/item/v-M/tell');
  sizes = [sizeOf('M'), sizeOf('L')];
  server = new Server();
  offerDays = 30;
  server.answer(OpenItemDocument, () => ({
    item: { id: 'v-M', offerDays, keptFor: '6 hours', sizes },
  }));
  server.answer(MakeOfferDocument, () => ({
    makeOffer: { __typename: 'StandingOffer', ...offerOf() },
  }));
});
afterEach(() => server.close());

async function open(): Promise<HTMLInputElement> {
  render(Tell, { id: 'v-M' });
  return (await screen.findByLabelText(words.highest)) as HTMLInputElement;
}
const say = () => fireEvent.click(screen.getByRole('button', { name: words.go }));

test('begins with today’s open-box price, like new or better, thirty days, and asks first', async () => {
  const price = await open();
  expect(price.value).toBe('51.20');
  expect(screen.getByText(words.saves('$12.80'))).toBeTruthy();
  expect(screen.getByText('4 of 5 who returned size M found it too small.')).toBeTruthy();
  await say();
  await vi.waitFor(() => expect(location.pathname).toBe('/offers'));
  expect(made()).toMatchObject({
    variantId: 'v-M',
    highestMinor: 5120,
    currency: 'USD',
    grades: ['NEW_SEALED', 'LIKE_NEW'],
    automatic: false,
    days: 30,
  });
});

test('what somebody chooses is what is asked for', async () => {
  const price = await open();
  await fireEvent.click(screen.getByRole('radio', { name: 'L' }));
  await fireEvent.input(price, { target: { value: '45' } });
  expect(screen.getByText(words.waits)).toBeTruthy();
  await fireEvent.click(
    screen.getByRole('radio', { name: new RegExp(words.grade.NEW_SEALED.title) }),
  );
  await fireEvent.click(screen.getByRole('radio', { name: new RegExp(words.days(7)) }));
  expect(screen.queryByRole('radio', { name: /Visa/ })).toBeNull();
  expect(screen.queryByText(warranty)).toBeNull();
  await fireEvent.click(screen.getByRole('radio', { name: new RegExp(words.buy) }));
  expect(screen.getByText(warranty)).toBeTruthy();
  expect(screen.getByRole('radio', { name: /Visa/ })).toBeTruthy();
  await say();
  await vi.waitFor(() =>
    expect(made()).toMatchObject({
      variantId: 'v-L',
      highestMinor: 4500,
      grades: ['NEW_SEALED'],
      automatic: true,
      method: 'card_visa_4242',
      days: 7,
    }),
  );
});

test.each([
  ['0', words.zero],
  ['much', words.noNumber],
  ['64.01', words.tooMuch('$64.00')],
])('a price of %s is not sent, and it is said why', async (text, said) => {
  await fireEvent.input(await open(), { target: { value: text } });
  await say();
  expect(screen.getByRole('alert').textContent).toContain(said);
  expect(made()).toBeUndefined();
});

test('as much as an unopened one costs may be offered', async () => {
  await fireEvent.input(await open(), { target: { value: '64' } });
  await say();
  await vi.waitFor(() => expect(made()).toMatchObject({ highestMinor: 6400 }));
});

test('the thread and the figures say the same', async () => {
  const price = await open();
  const thread = screen.getByRole('slider', { name: words.slide });
  expect(thread.getAttribute('aria-valuetext')).toBe('$51.20');
  await fireEvent.input(thread, { target: { value: '5500' } });
  expect(price.value).toBe('55.00');
  await fireEvent.input(thread, { target: { value: '5100' } });
  expect(price.value).toBe('51.20');
});

test('a refusal stays on the screen with everything that was chosen', async () => {
  server.answer(MakeOfferDocument, () => ({
    makeOffer: {
      __typename: 'Refused',
      code: 'TOO_MANY_OFFERS',
      message: 'You wait for ten things.',
    },
  }));
  const price = await open();
  await fireEvent.input(price, { target: { value: '50' } });
  await say();
  expect((await screen.findByRole('alert')).textContent).toContain('You wait for ten things.');
  expect(location.pathname).toBe('/item/v-M/tell');
  expect(price.value).toBe('50');
});

test('without a signal it is said that nothing is lost, and the next try is the same wish', async () => {
  await open();
  server.loseNext = 1;
  await say();
  await screen.findByRole('alert');
  await say();
  await vi.waitFor(() => expect(location.pathname).toBe('/offers'));
  const keys = server.asked
    .filter((one) => one.documentId === MakeOfferDocument.__meta__.hash)
    .map((one) => (one.variables.input as { key: string }).key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('only grades that are ever passed on can be asked for', async () => {
  sizes = [sizeOf('M', { grades: ['NEW_SEALED'] })];
  await open();
  expect(screen.queryByRole('radio', { name: new RegExp(words.grade.LIKE_NEW.title) })).toBeNull();
  await say();
  await vi.waitFor(() => expect(made()).toMatchObject({ grades: ['NEW_SEALED'] }));
});

test('what never goes from customer to customer cannot be waited for', async () => {
  sizes = [sizeOf('M', { openBoxPrice: null, grades: [] })];
  render(Tell, { id: 'v-M' });
  expect(await screen.findByRole('heading', { name: find.never })).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.go })).toBeNull();
});

test.each([
  [{ purchaseId: 'p1', state: 'FILLED' as const }, '/purchase/p1'],
  [{ question: question(new Date(Date.now() + 3_600_000)) }, '/offers'],
])('one that is there already is shown at once', async (given, path) => {
  server.answer(MakeOfferDocument, () => ({
    makeOffer: { __typename: 'StandingOffer', ...offerOf(given) },
  }));
  await open();
  await say();
  await vi.waitFor(() => expect(location.pathname).toBe(path));
});

test.each([
  [10, ['A week', '10 days']],
  [14, ['A week', 'Two weeks']],
  [3, ['3 days']],
  [60, ['A week', 'Two weeks', '60 days']],
])('a wish lasts no longer than the %i days that the shop allows', async (most, titles) => {
  offerDays = most;
  await open();
  const lasting = screen.getByRole('group', { name: words.until });
  const offered = within(lasting).getAllByRole('radio');
  expect(
    offered.map((one) => one.parentElement?.querySelector('.choice')?.firstChild?.textContent),
  ).toEqual(titles);
  await say();
  await vi.waitFor(() => expect(made()).toMatchObject({ days: most }));
});

test('how long one is kept is what the shop says', async () => {
  await open();
  expect(screen.getByText(words.askText('6 hours'))).toBeTruthy();
});

test('what the shop does not pass on now cannot be asked for, and it is said why', async () => {
  const stopped = 'At the moment this shop does not pass this item on.';
  sizes = [sizeOf('M', { stopped, openBoxPrice: null, grades: [] })];
  render(Tell, { id: 'v-M' });
  expect(await screen.findByText(stopped)).toBeTruthy();
  expect(screen.queryByRole('button', { name: words.go })).toBeNull();
});
