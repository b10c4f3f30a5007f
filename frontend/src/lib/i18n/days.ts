/** A calendar day without an hour, which is the same day everywhere. */
import { dayOf, parts } from './format';

const WEEK = 6 * 86_400_000;

/** "Tue" within the week, "Tue 1 Dec" later; `on` is an ISO date. */
export function weekday(on: string, now = Date.now()): string {
  const noon = `${on}T12:00:00Z`;
  const said = parts(noon, 'UTC');
  return Date.parse(noon) - now < WEEK ? said.weekday : dayOf(said);
}
