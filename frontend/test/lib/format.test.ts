import { expect, test } from 'vitest';
import { date, day, money } from '../../src/lib/i18n/format';
import { fullMoment, moment } from '../../src/lib/i18n/hours';

test('money is written from minor units, in its own currency', () => {
  expect(money({ amountMinor: 6400, currency: 'USD' })).toBe('$64.00');
  expect(money({ amountMinor: 105, currency: 'GBP' })).toBe('£1.05');
  expect(money({ amountMinor: 500, currency: 'JPY' })).toBe('¥500');
  expect(money({ amountMinor: -1, currency: 'EUR' })).toBe('−€0.01');
});

test('days and hours are written as people say them', () => {
  const instant = new Date(2026, 10, 26, 18, 2).toISOString();
  expect(day(instant)).toBe('Thu 26 Nov');
  expect(date(instant)).toBe('26 Nov 2026');
  expect(moment(instant)).toBe('Thu 18:02');
  expect(fullMoment(instant)).toBe('Thu 26 Nov, 18:02');
});

test('an instant bears the date it has where its order counts the days', () => {
  const instant = '2026-11-23T02:12:00Z';
  expect(day(instant, 'America/Los_Angeles')).toBe('Sun 22 Nov');
  expect(day(instant, 'Europe/London')).toBe('Mon 23 Nov');
  expect(date(instant, 'Asia/Tokyo')).toBe('23 Nov 2026');
});

test('an hour of another zone says which', () => {
  const instant = '2026-09-23T02:12:00Z';
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(moment(instant, here)).toBe(moment(instant));
  expect(fullMoment(instant, 'Pacific/Kiritimati')).toBe('Wed 23 Sep, 16:12\u00a0GMT+14');
});

test('a zone the phone does not know leaves it its own', () => {
  const instant = '2026-11-23T02:12:00Z';
  expect(fullMoment(instant, 'Mars/Olympus')).toBe(fullMoment(instant));
});
