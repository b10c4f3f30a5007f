/** Wishes, and items to wish for, as the server tells them. */
import type { OfferPartsFragment, SizePartsFragment } from '../../../src/gen/graphql';

export const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

export const item = {
  title: 'Linen overshirt',
  size: 'M',
  colour: 'Indigo',
  category: 'clothing',
  picture: '/pictures/linen-overshirt-indigo.svg',
};

const grade = {
  grade: 'LIKE_NEW' as const,
  label: 'Like new',
  sentence: 'Like new, because.',
  accepted: true,
  reasons: [],
};

export const warranty = 'Warranty of the shop: 3 months from the day it arrives.';

export const promise =
  'Not as described? You have 10 days from its arrival to say so, and your money back.';

export const listing = {
  id: 'l1',
  status: 'LIVE' as const,
  endsAt: '2026-11-26T08:00:00Z',
  opened: 'Opened by another customer',
  mine: false,
  item,
  grade,
  price: usd(5120),
  newPrice: usd(6400),
  photos: [],
};

const odds = {
  chance: 0.62,
  text: 'About 6 in 10 such wishes are met within 30 days.',
};

export function offerOf(given: Partial<OfferPartsFragment> = {}): OfferPartsFragment {
  return {
    id: 'o1',
    variantId: 'v-M',
    automatic: false,
    state: 'OPEN',
    grades: ['NEW_SEALED', 'LIKE_NEW'],
    madeAt: '2026-11-23T06:00:00Z',
    endsAt: '2026-12-23T06:00:00Z',
    ahead: 'One person has waited longer.',
    stopped: false,
    purchaseId: null,
    mayWithdraw: true,
    item,
    highest: usd(5200),
    because: null,
    odds,
    question: null,
    ...given,
  };
}

export const question = (until: Date): NonNullable<OfferPartsFragment['question']> => ({
  id: 'q1',
  until: until.toISOString(),
  returnedBecause: 'It came back because it was too small.',
  away: 'about 40 km away',
  total: usd(5491),
  listing: { ...listing, warranty, promise, status: 'HELD', tax: usd(371) },
});

export function sizeOf(size: string, given: Partial<SizePartsFragment> = {}): SizePartsFragment {
  return {
    id: `v-${size}`,
    fit: size === 'M' ? '4 of 5 who returned size M found it too small.' : null,
    grades: ['NEW_SEALED', 'LIKE_NEW'],
    warranty,
    item: { ...item, size },
    newPrice: usd(6400),
    openBoxPrice: usd(5120),
    odds,
    myOffer: null,
    listing: null,
    ...given,
  };
}

export const page = <T>(nodes: T[]) => ({
  nodes,
  pageInfo: { hasNextPage: false, endCursor: null },
});
