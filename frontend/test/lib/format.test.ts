import { expect, test } from 'vitest';
import { day, fullMoment, hour, moment, money } from '../../src/lib/i18n/format';

test('money is written from minor units, in its own currency', () => {
  expect(money({ amountMinor: 6400, currency: 'USD' })).toBe('$64.00');
  expect(money({ amountMinor: 105, currency: 'GBP' })).toBe('£1.05');
  expect(money({ amountMinor: 500, currency: 'JPY' })).toBe('¥500');
  expect(money({ amountMinor: -1, currency: 'EUR' })).toBe('-€0.01');
});

test('days and hours are written as people say them', () => {
  const instant = new Date(2026, 10, 26, 18, 2).toISOString();
  expect(day(instant)).toBe('Thu 26 Nov');
  expect(hour(instant)).toBe('18:02');
  expect(moment(instant)).toBe('Thu 18:02');
  expect(fullMoment(instant)).toBe('Thu 26 Nov, 18:02');
});
