import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { desk as words } from '../../../src/lib/i18n/en/desk';
import Parcels from '../../../src/screens/agent/Parcels.svelte';

const parcel = {
  route: 'WAREHOUSE' as const,
  status: 'PRE_TRANSIT' as const,
  trackingNumber: 'ONW1',
  superseded: false,
  issuedAt: '2026-11-22T18:02:00Z',
  labelUrl: '/labels/a.pdf',
  thermalUrl: '/labels/b.zpl',
  scans: [],
};

test('a label is printed as a page, or sent to a thermal printer', () => {
  render(Parcels, { parcels: [parcel], zone: 'UTC' });
  const href = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
  expect(href(words.labelPdf)).toBe('/labels/a.pdf');
  expect(href(words.labelZpl)).toBe('/labels/b.zpl');
});

test('what may not be printed offers nothing', () => {
  render(Parcels, { parcels: [{ ...parcel, labelUrl: null, thermalUrl: null }], zone: 'UTC' });
  expect(screen.queryByRole('link')).toBeNull();
});
