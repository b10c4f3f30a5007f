/** Money, days and hours as people say them. */
export interface Amount {
  amountMinor: number;
  currency: string;
}

const LOCALE = 'en-US';
const moneyFormats = new Map<string, Intl.NumberFormat>();

export function money({ amountMinor, currency }: Amount): string {
  const format = moneyFormat(currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = moneyFormats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
    moneyFormats.set(currency, format);
  }
  return format;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const weekdayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const hourFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** "Thu 26 Nov" */
export const day = (instant: string): string =>
  dayFormat.format(new Date(instant)).replace(',', '');

/** "26 Nov 2026" */
export const date = (instant: string): string => dateFormat.format(new Date(instant));

/** "18:02" */
export const hour = (instant: string): string => hourFormat.format(new Date(instant));

/** "Sun 18:02" */
export const moment = (instant: string): string =>
  `${weekdayFormat.format(new Date(instant))} ${hour(instant)}`;

/** "Sun 22 Nov, 18:02" */
export const fullMoment = (instant: string): string => `${day(instant)}, ${hour(instant)}`;
