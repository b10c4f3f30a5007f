/** Hours as people say them, by the same clocks as the days. Lists need none, so they come apart. */
import { dayOf, type Parts, parts } from './format';

const HOUR: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
};

/** "18:02"; where the phone's clock shows another time, "18:02 PST". */
function hourOf(there: Parts, instant: string): string {
  const here = parts(instant, undefined, HOUR);
  const said = `${there.hour}:${there.minute}`;
  const same = dayOf(here) === dayOf(there) && said === `${here.hour}:${here.minute}`;
  return same ? said : `${said}\u00a0${there.timeZoneName}`;
}

/** "Sun 18:02" */
export function moment(instant: string, zone?: string): string {
  const there = parts(instant, zone, HOUR);
  return `${there.weekday} ${hourOf(there, instant)}`;
}

/** "Sun 22 Nov, 18:02" */
export function fullMoment(instant: string, zone?: string): string {
  const there = parts(instant, zone, HOUR);
  return `${dayOf(there)}, ${hourOf(there, instant)}`;
}
