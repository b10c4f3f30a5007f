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
type Parts = Record<Intl.DateTimeFormatPartTypes, string>;
const clocks = new Map<string, Intl.DateTimeFormat>();

function parts(instant: string, zone?: string): Parts {
  const named = clock(zone).formatToParts(new Date(instant));
  return Object.fromEntries(named.map(({ type, value }) => [type, value])) as Parts;
}

function clock(zone = ''): Intl.DateTimeFormat {
  let found = clocks.get(zone);
  if (!found) {
    found = newClock(zone || undefined);
    clocks.set(zone, found);
  }
  return found;
}

function newClock(timeZone?: string): Intl.DateTimeFormat {
  const shape: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  };
  try {
    return new Intl.DateTimeFormat(LOCALE, { ...shape, timeZone });
  } catch {
    // An old browser may not know the zone.
    return new Intl.DateTimeFormat(LOCALE, shape);
  }
}

const dayOf = ({ weekday, day, month }: Parts): string => `${weekday} ${day} ${month}`;

/** "18:02"; where the phone's clock shows another time, "18:02 PST". */
function hourOf(there: Parts, instant: string): string {
  const here = parts(instant);
  const said = `${there.hour}:${there.minute}`;
  const same = dayOf(here) === dayOf(there) && said === `${here.hour}:${here.minute}`;
  return same ? said : `${said}\u00a0${there.timeZoneName}`;
}

/** "Thu 26 Nov" */
export const day = (instant: string, zone?: string): string => dayOf(parts(instant, zone));

/** "26 Nov 2026" */
export function date(instant: string, zone?: string): string {
  const { day, month, year } = parts(instant, zone);
  return `${day} ${month} ${year}`;
}

/** "Sun 18:02" */
export function moment(instant: string, zone?: string): string {
  const there = parts(instant, zone);
  return `${there.weekday} ${hourOf(there, instant)}`;
}

/** "Sun 22 Nov, 18:02" */
export function fullMoment(instant: string, zone?: string): string {
  const there = parts(instant, zone);
  return `${dayOf(there)}, ${hourOf(there, instant)}`;
}
