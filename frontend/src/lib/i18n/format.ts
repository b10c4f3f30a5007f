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
  return format.format(amountMinor / 10 ** digits).replace('-', '\u2212');
}

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = moneyFormats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
    moneyFormats.set(currency, format);
  }
  return format;
}

/**
 * Days and hours. `zone` is where an order counts its days (IANA name): with it, an instant bears
 * the same date here, in a letter and in the law. Without it, the phone's own zone counts.
 */
export type Parts = Record<Intl.DateTimeFormatPartTypes, string>;
const clocks = new Map<string, Intl.DateTimeFormat>();

const DAY: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
};

export function parts(instant: string, zone?: string, more?: Intl.DateTimeFormatOptions): Parts {
  const key = `${zone}${!more}`;
  let clock = clocks.get(key);
  if (!clock) {
    const shape = { ...DAY, ...more };
    try {
      clock = new Intl.DateTimeFormat(LOCALE, { ...shape, timeZone: zone });
    } catch {
      // An old browser may not know the zone.
      clock = new Intl.DateTimeFormat(LOCALE, shape);
    }
    clocks.set(key, clock);
  }
  const named = clock.formatToParts(new Date(instant));
  return Object.fromEntries(named.map(({ type, value }) => [type, value])) as Parts;
}

export const dayOf = ({ weekday, day, month }: Parts): string => `${weekday} ${day} ${month}`;

/** "Thu 26 Nov" */
export const day = (instant: string, zone?: string): string => dayOf(parts(instant, zone));

/** "26 Nov 2026" */
export function date(instant: string, zone?: string): string {
  const { day, month, year } = parts(instant, zone);
  return `${day} ${month} ${year}`;
}
