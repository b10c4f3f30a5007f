/** How long until something is due, as people say it: rounded down, so that nobody is late. */
import { review as words } from '$words/review';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function dueWords(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  return left < 0 ? words.overdue(time(-left)) : words.dueIn(time(left));
}

function time(span: number): string {
  if (span < HOUR) return words.minutes(Math.floor(span / MINUTE));
  if (span < 2 * DAY) return words.hours(Math.floor(span / HOUR));
  return words.days(Math.floor(span / DAY));
}
