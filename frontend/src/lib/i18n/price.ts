/** A price as somebody types it: "64", "64.50" or "64,50", and back. */
import { type Amount, money } from './format';

const digits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** "$" or "CHF", as it stands beside the figures. */
export const sign = (currency: string): string =>
  money({ amountMinor: 0, currency }).replace(/[\d.,\s]/g, '');

/** "64.00": what a field holds. */
export function asTyped({ amountMinor, currency }: Amount): string {
  const after = digits(currency);
  return (amountMinor / 10 ** after).toFixed(after);
}

/** One whole unit of the currency, in minor units. */
export const whole = (currency: string): number => 10 ** digits(currency);

/** "1,250.50" as it is written here, or "1.250,50" as it is elsewhere. */
const WRITTEN = [
  /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/,
  /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d*))?$/,
];

/** Minor units, or null where it is no price. */
export function typed(text: string, currency: string): number | null {
  const after = digits(currency);
  const plain = text.replace(sign(currency), '').replace(/\s/g, '');
  const read = WRITTEN.map((way) => way.exec(plain)).find((found) => found !== null);
  if (!read) return null;
  const [, units = '', rest = ''] = read;
  if (rest.length > after) return null;
  return Number(units.replace(/[.,]/g, '') + rest.padEnd(after, '0'));
}
