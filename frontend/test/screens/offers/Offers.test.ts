import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OfferPartsFragment } from '../../../src/gen/graphql';
import {
  AnswerQuestionDocument,
  MyOffersDocument,
  WithdrawOfferDocument,
} from '../../../src/gen/offers';
import { forgetEverything } from '../../../src/lib/api/kept';
import { offers as words } from '../../../src/lib/i18n/en/offers';
import { shell } from '../../../src/lib/i18n/en/shell';
import { shop } from '../../../src/lib/i18n/en/shop';
import Offers from '../../../src/screens/offers/Offers.svelte';
import { toasts } from '../../../src/ui/toasts.svelte';
import { Server } from '../../server';
import { listing, offerOf, page, question, warranty } from './wishes';

const HOUR = 3_600_000;
let server: Server;
let mine: OfferPartsFragment[];

beforeEach(() => {
  history.replaceState(null, '', '/offers');
  mine = [];
  server = new Server();
  server.answer(MyOffersDocument, () => ({ standingOffers: page(mine) }));
});
afterEach(async () => {
  server.close();
  await forgetEverything();
});

const asked = (given: Partial<OfferPartsFragment> = {}) =>
  offerOf({
    id: 'o2',
    state: 'ASKED',
    question: question(new Date(Date.now() + 3.2 * HOUR)),
    ...given,
  });
const headline = () => screen.getByRole('heading', { level: 1 }).textContent;

describe('what somebody waits for', () => {
  test('is told with its price, its line and its odds', async () => {
    mine = [offerOf()];
    render(Offers);
    const list = within(await screen.findByRole('list', { name: words.name }));
    for (const said of ['Up to $52.00', 'One person has waited longer.', mine[0]?.odds.text]) {
      expect(list.getByText(said as string)).toBeTruthy();
    }
    expect(headline()).toBe(words.title);
    expect(screen.getAllByText(words.nearer)).toHaveLength(1);
  });

  test('rests while the shop does not pass it on, and nothing is promised', async () => {
    const rests = 'It rests: at the moment this shop does not pass this item on.';
    mine = [offerOf({ stopped: true, ahead: rests })];
    render(Offers);
    const list = within(await screen.findByRole('list', { name: words.name }));
    expect(list.getByText(rests)).toBeTruthy();
    expect(list.getByText(words.state.PAUSED)).toBeTruthy();
    expect(headline()).toBe(words.name);
    expect(list.queryByText(mine[0]?.odds.text as string)).toBeNull();
    expect(screen.queryByText(words.nearer)).toBeNull();
    expect(list.getByRole('button', { name: words.withdrawOf('Linen overshirt') })).toBeTruthy();
  });

  test('invites where there is nothing yet', async () => {
    render(Offers);
    expect(await screen.findByRole('heading', { name: words.empty })).toBeTruthy();
    expect(screen.getByRole('link', { name: words.find }).getAttribute('href')).toBe('/find');
  });

  test('ends only after a second word', async () => {
    mine = [offerOf()];
    server.answer(WithdrawOfferDocument, () => ({
      withdrawOffer: {
        __typename: 'StandingOffer',
        ...offerOf({
          state: 'WITHDRAWN',
          mayWithdraw: false,
          because: { message: 'You took it back.' },
        }),
      },
    }));
    render(Offers);
    await fireEvent.click(
      await screen.findByRole('button', { name: words.withdrawOf('Linen overshirt') }),
    );
    expect(screen.getByText(words.withdrawText)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.yesWithdraw }));
    const earlier = within(await screen.findByRole('list', { name: words.earlier }));
    expect(earlier.getByText('You took it back.')).toBeTruthy();
    expect(screen.queryByRole('list', { name: words.name })).toBeNull();
  });

  test('leads on from what is over: to the purchase, or to the same wish again', async () => {
    mine = [
      offerOf({ id: 'o3', state: 'FILLED', purchaseId: 'p1', mayWithdraw: false }),
      offerOf({ id: 'o4', state: 'ENDED', mayWithdraw: false }),
    ];
    render(Offers);
    const see = await screen.findByRole('link', { name: words.toPurchase });
    expect(see.getAttribute('href')).toBe('/purchase/p1');
    expect(screen.getByRole('link', { name: words.again }).getAttribute('href')).toBe(
      '/item/v-M/tell',
    );
  });

  test('is still there without a signal, once it was seen', async () => {
    mine = [offerOf()];
    const before = render(Offers);
    await screen.findByText('Up to $52.00');
    before.unmount();
    server.away = true;
    render(Offers);
    expect(await screen.findByText('Up to $52.00')).toBeTruthy();
  });

  test('says so when nobody answers, and can be asked for again', async () => {
    server.away = true;
    render(Offers);
    expect((await screen.findByRole('alert')).textContent).toContain(shell.unreachable);
    server.away = false;
    await fireEvent.click(screen.getByRole('button', { name: shell.retry }));
    expect(await screen.findByRole('heading', { name: words.empty })).toBeTruthy();
  });
});

describe('one that is kept', () => {
  beforeEach(() => {
    mine = [offerOf(), asked()];
  });

  test('comes first, with its price, why it came back, how far it is and how long it is kept', async () => {
    render(Offers);
    const card = within(await screen.findByRole('article', { name: 'Linen overshirt' }));
    expect(headline()).toBe(words.asked(1));
    for (const said of [
      '$54.91',
      words.tax('$51.20', '$3.71'),
      'It came back because it was too small.',
      'It is about 40 km away.',
      'Opened by another customer',
      warranty,
      words.left(3, 12),
    ]) {
      expect(card.getByText(said)).toBeTruthy();
    }
    expect(card.getByText(/^Kept for you until/)).toBeTruthy();
  });

  test('is bought with a yes, by the card that was chosen', async () => {
    server.answer(AnswerQuestionDocument, () => ({
      answerQuestion: { __typename: 'Purchase', id: 'p9', version: 1, cursor: 'c' },
    }));
    render(Offers);
    await fireEvent.click(await screen.findByRole('button', { name: words.take('$54.91') }));
    await vi.waitFor(() => expect(location.pathname).toBe('/purchase/p9'));
    expect(server.asked.at(-1)?.variables.input).toMatchObject({
      questionId: 'q1',
      accept: true,
      method: 'card_visa_4242',
    });
  });

  test('is left to the next with a no, and the wish stands on', async () => {
    server.answer(AnswerQuestionDocument, () => ({
      answerQuestion: { __typename: 'StandingOffer', ...offerOf({ id: 'o2' }) },
    }));
    render(Offers);
    await fireEvent.click(await screen.findByRole('button', { name: words.decline }));
    await vi.waitFor(() => expect(headline()).toBe(words.title));
    expect(server.asked.at(-1)?.variables.input).toMatchObject({ questionId: 'q1', accept: false });
    expect(toasts.shown.at(-1)?.text).toBe(words.declined);
    expect(screen.getAllByText('Up to $52.00')).toHaveLength(2);
  });

  test('that went elsewhere meanwhile is said in plain words, with what else there is', async () => {
    server.answer(AnswerQuestionDocument, () => ({
      answerQuestion: {
        __typename: 'ListingTaken',
        code: 'LISTING_ENDED',
        message: 'It is no longer on offer.',
        others: [{ ...listing, id: 'l2' }],
      },
    }));
    render(Offers);
    await fireEvent.click(await screen.findByRole('button', { name: words.take('$54.91') }));
    expect((await screen.findByRole('alert')).textContent).toContain(shop.takenTitle);
    expect(
      screen.getByRole('link', { name: /Linen overshirt.*like new/i }).getAttribute('href'),
    ).toBe('/shop/l2');
  });

  test('whose card the bank declines can be taken with another one', async () => {
    server.answer(AnswerQuestionDocument, () => ({
      answerQuestion: {
        __typename: 'Refused',
        code: 'PAYMENT_DECLINED',
        message: 'Your bank said no.',
      },
    }));
    render(Offers);
    await fireEvent.click(await screen.findByRole('button', { name: words.take('$54.91') }));
    expect((await screen.findByRole('alert')).textContent).toContain('Your bank said no.');
    expect(screen.getByRole('button', { name: words.take('$54.91') })).toBeTruthy();
  });

  test('overnight has an hour and no countdown, and once it is over nothing to wait for', async () => {
    mine = [asked({ question: question(new Date(Date.now() - HOUR)) })];
    render(Offers);
    expect(await screen.findByText(words.over)).toBeTruthy();
  });
});
