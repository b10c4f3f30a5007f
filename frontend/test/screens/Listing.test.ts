import { render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreCreditDocument } from '../../src/gen/credit';
import { OpenListingDocument } from '../../src/gen/shop';
import { session } from '../../src/lib/api/session.svelte';
import { look } from '../../src/lib/i18n/en/look';
import { shop as words } from '../../src/lib/i18n/en/shop';
import Listing from '../../src/screens/shop/Listing.svelte';
import { Server } from '../server';
import { listing, usd, warranty } from './offers/wishes';

// jsdom has no window of any width: here it is a phone.
Object.assign(window, {
  matchMedia: () => Object.assign(new EventTarget(), { matches: false, media: '' }),
});

const flaw = { id: 'f', shot: 'flaw', title: 'The mark', url: '/f.jpg', thumbnailUrl: '/f-s.jpg' };
const photo = { ...flaw, width: 3, height: 4 };
const marked = {
  ...listing.grade,
  label: 'Very good',
  reasons: [{ code: 'FLAW', message: 'A small mark at the cuff.', photoId: 'f' }],
};
let server: Server;

beforeEach(() => {
  server = new Server();
  server.answer(StoreCreditDocument, () => ({ viewer: { storeCredit: [] } }));
  server.answer(OpenListingDocument, () => ({
    listing: {
      ...listing,
      warranty,
      grade: marked,
      photos: [photo],
      item: { ...listing.item, variantId: 'v-M' },
      tax: usd(371),
      total: usd(5491),
    },
  }));
});
afterEach(() => {
  server.close();
  session.account = null;
});

async function showsBefore(button: Promise<HTMLElement>): Promise<void> {
  const pay = await button;
  const main = within(screen.getByRole('main'));
  const told = [
    main.getAllByText('Very good')[0],
    main.getByText(look.mark),
    main.getByText('Opened by another customer'),
    main.getByText(warranty),
  ];
  for (const one of told as HTMLElement[]) {
    expect(one.compareDocumentPosition(pay) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  }
}

test('grade, mark, who opened it and the warranty stand before the button that pays', async () => {
  session.account = { id: 'a', name: 'Ben', role: 'SHOPPER' } as typeof session.account;
  render(Listing, { id: 'l1' });
  await showsBefore(screen.findByRole('button', { name: words.buy('$54.91') }));
});

test('they stand there before anybody signs in, too', async () => {
  render(Listing, { id: 'l1' });
  await showsBefore(screen.findByRole('link', { name: words.signIn }));
});
