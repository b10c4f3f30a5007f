/** One way a return may take, as the desk reads it. */
import type { DeskWaysQuery } from '../../../gen/graphql';

export type Way = NonNullable<DeskWaysQuery['returnCase']>['allRoutes'][number];

const whole = new Intl.NumberFormat('en-US');
const tenths = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** "1,180" */
export const thousands = (count: number): string => whole.format(count);

/** Grams as kilograms to a tenth: "1.1", "−0.3". */
export const kilograms = (grams: number): string => {
  const said = tenths.format(grams / 1000).replace('-', '\u2212');
  return said === '\u22120.0' ? '0.0' : said;
};
