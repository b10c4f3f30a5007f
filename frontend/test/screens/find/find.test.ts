import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  BuyOpenBoxDocument,
  FindItemsDocument,
  OpenBoxArrivalDocument,
  OpenItemDocument,
} from '../../../src/gen/find';
import { session } from '../../../src/lib/api/session.svelte';
import { find as words } from '../../../src/lib/i18n/en/find';
import { shop } from '../../../src/lib/i18n/en/shop';
import { cutsOf } from '../../../src/screens/find/cuts';
import Find from '../../../src/screens/find/Find.svelte';
import Item from '../../../src/screens/find/Item.svelte';
import { inOrder } from '../../../src/screens/find/order';
import { Server } from '../../server';
import { item, listing, offerOf, page, sizeOf, usd, warranty } from '../offers/wishes';

// jsdom has no window of any width: here it is a phone.
Object.assign(window, {
  matchMedia: () => Object.assign(new EventTarget(), { matches: false, media: '' }),
});

let server: Server;
let sizes: ReturnType<typeof sizeOf>[];
beforeEach(() => {
  history.replaceState(null, '', '/item/v-M');
  sizes = [sizeOf('M'), sizeOf('L', { listing: { ...listing, total: usd(5491) } })];
  server = new Server();
  server.answer(OpenItemDocument, () => ({
    item: { id: 'v-M', offerDays: 30, keptFor: '4 hours', sizes },
  }));
  server.answer(FindItemsDocument, ({ search }) => ({
    itemsToFind: page(search === 'nothing' ? [] : sizes),
  }));
  server.answer(OpenBoxArrivalDocument, () => ({
    openBoxOption: {
      arrivesFrom: '2030-11-26',
      arrivesBy: '2030-11-28',
      listing: { id: 'l1' },
      total: usd(5491),
    },
  }));
  session.account = {
    id: 'a',
    name: 'Ben',
    email: 'b@example.com',
    role: 'SHOPPER',
  } as typeof session.account;
});
afterEach(() => {
  server.close();
  session.account = null;
});

describe('sizes', () => {
  test.each([
    [
      ['L', 'M', 'S', 'XL', 'XS'],
      ['XS', 'S', 'M', 'L', 'XL'],
    ],
    [
      ['10', '8', '9.5'],
      ['8', '9.5', '10'],
    ],
  ])('hang in order: %s', (given, expected) => {
    expect(inOrder(given.map((size) => ({ item: { size } }))).map((one) => one.item.size)).toEqual(
      expected,
    );
  });

  test('of one cut and colour are one entry, shown by the one that is here', () => {
    const other = { ...sizeOf('M'), id: 'oat', item: { ...item, colour: 'Oat' } };
    const cuts = cutsOf([sizeOf('L'), sizeOf('M', { listing }), other]);
    expect(cuts.map((cut) => [cut.shown.id, cut.sizes.map((one) => one.id)])).toEqual([
      ['v-M', ['v-M', 'v-L']],
      ['oat', ['oat']],
    ]);
  });
});

describe('the search', () => {
  test('shows each cut once, its sizes, and where one is here', async () => {
    render(Find);
    const list = within(
      await screen.findByRole('list', { name: words.sizeOf('Linen overshirt', 'Indigo') }),
    );
    expect(list.getAllByRole('link').map((link) => link.getAttribute('aria-label'))).toEqual([
      'size M',
      `size L, ${words.hereInSize}`,
    ]);
    expect(screen.getByText(words.here)).toBeTruthy();
  });

  test('that finds nothing says so and leads back to everything', async () => {
    render(Find);
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'nothing' } });
    await fireEvent.submit(screen.getByRole('search'));
    expect(await screen.findByRole('heading', { name: words.noneFound('nothing') })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.all }));
    expect(await screen.findByText(words.here)).toBeTruthy();
  });
});

describe('an item', () => {
  test('that is not here tells its odds and leads to leaving word', async () => {
    render(Item, { id: 'v-M' });
    expect(await screen.findByText(words.notHere)).toBeTruthy();
    expect(screen.getByText(sizes[0]?.odds.text ?? '')).toBeTruthy();
    expect(screen.getByRole('link', { name: words.tell }).getAttribute('href')).toBe(
      '/item/v-M/tell',
    );
  });

  test('that is here in another size is bought there in one tap', async () => {
    server.answer(BuyOpenBoxDocument, () => ({
      buyOpenBox: { __typename: 'Purchase', id: 'p1', version: 1, cursor: 'c' },
    }));
    render(Item, { id: 'v-M' });
    await fireEvent.click(await screen.findByRole('radio', { name: /^L/ }));
    expect(location.pathname).toBe('/item/v-L');
    expect(screen.getByText(warranty)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: words.buy('$54.91') }));
    await vi.waitFor(() => expect(location.pathname).toBe('/purchase/p1'));
    expect(server.asked.at(-1)?.variables.input).toMatchObject({
      variantId: 'v-L',
      method: 'card_visa_4242',
    });
  });

  test('says when it would arrive, and remembers where', async () => {
    const first = render(Item, { id: 'v-L' });
    await fireEvent.input(await screen.findByPlaceholderText(words.postalCode), {
      target: { value: '97202' },
    });
    await fireEvent.click(screen.getByRole('button', { name: words.ask }));
    const said = words.arrives('Tue 26 Nov', 'Thu 28 Nov');
    expect(await screen.findByText(said)).toBeTruthy();
    first.unmount();
    render(Item, { id: 'v-L' });
    expect(await screen.findByText(said)).toBeTruthy();
    expect(server.asked.at(-1)?.variables).toEqual({ variantId: 'v-L', postalCode: '97202' });
  });

  test('that somebody else was quicker with shows what else there is', async () => {
    server.answer(BuyOpenBoxDocument, () => ({
      buyOpenBox: {
        __typename: 'ListingTaken',
        code: 'LISTING_TAKEN',
        message: 'Just gone.',
        others: [],
      },
    }));
    render(Item, { id: 'v-L' });
    await fireEvent.click(await screen.findByRole('button', { name: words.buy('$54.91') }));
    expect((await screen.findByRole('alert')).textContent).toContain('Just gone.');
    expect(screen.getByRole('link', { name: words.tell })).toBeTruthy();
  });

  test('that is waited for already says until when', async () => {
    const { id, state, endsAt, ahead, highest } = offerOf();
    sizes = [sizeOf('M', { myOffer: { id, state, endsAt, ahead, highest } })];
    render(Item, { id: 'v-M' });
    expect(await screen.findByText(/You wait for this one, up to \$52\.00/)).toBeTruthy();
    expect(screen.getByRole('link', { name: words.toOffers })).toBeTruthy();
    expect(screen.queryByRole('link', { name: words.tell })).toBeNull();
  });

  test('that never goes to another customer offers nothing to wait for', async () => {
    sizes = [sizeOf('M', { openBoxPrice: null, grades: [] })];
    render(Item, { id: 'v-M' });
    expect(await screen.findByText(words.neverText)).toBeTruthy();
    expect(screen.queryByRole('link', { name: words.tell })).toBeNull();
  });

  test('that is one’s own cannot be bought, and that is said', async () => {
    sizes = [sizeOf('L', { listing: { ...listing, mine: true, total: usd(5491) } })];
    render(Item, { id: 'v-L' });
    expect(await screen.findByText(words.mine)).toBeTruthy();
    expect(screen.queryByRole('button', { name: words.buy('$54.91') })).toBeNull();
  });

  test('that needs a name to buy leads to the door', async () => {
    session.account = null;
    render(Item, { id: 'v-L' });
    const door = await screen.findByRole('link', { name: words.signIn });
    expect(door.getAttribute('href')).toBe('/shop/l1/buy');
    expect(screen.queryByText(shop.gone)).toBeNull();
  });

  test('the shop does not sell is said to be so', async () => {
    server.answer(OpenItemDocument, () => ({ item: null }));
    render(Item, { id: 'nothing' });
    expect(await screen.findByRole('heading', { name: words.gone })).toBeTruthy();
  });
});
