import { describe, expect, test } from 'vitest';
import { weekday } from '../../src/lib/i18n/days';
import { asTyped, sign, typed, whole } from '../../src/lib/i18n/price';

describe('a price as it is typed', () => {
  test.each([
    ['64', 6400],
    ['64.5', 6450],
    ['64,50', 6450],
    ['$64.50', 6450],
    [' 1,250.00 ', 125_000],
    ['1.250,00', 125_000],
    ['1,250', 125_000],
    ['0', 0],
  ])('%s is %i cents', (text, minor) => {
    expect(typed(text, 'USD')).toBe(minor);
  });

  test.each(['', 'much', '-5', '64.505', '6 4 x', '64..5', '1e3'])('%s is none', (text) => {
    expect(typed(text, 'USD')).toBeNull();
  });

  test('has no cents where the currency has none', () => {
    expect(typed('8900', 'JPY')).toBe(8900);
    expect(typed('89.5', 'JPY')).toBeNull();
    expect(asTyped({ amountMinor: 8900, currency: 'JPY' })).toBe('8900');
    expect(whole('JPY')).toBe(1);
  });

  test('stands in the field as it would be typed', () => {
    expect(asTyped({ amountMinor: 5120, currency: 'USD' })).toBe('51.20');
    expect(sign('USD')).toBe('$');
    expect(sign('EUR')).toBe('€');
  });
});

describe('a day of arrival', () => {
  const monday = Date.parse('2026-11-23T06:00:00Z');

  test('is the day of the week while that is enough', () => {
    expect(weekday('2026-11-25', monday)).toBe('Wed');
  });

  test('has its date when the week is over', () => {
    expect(weekday('2026-12-01', monday)).toBe('Tue 1 Dec');
  });
});
