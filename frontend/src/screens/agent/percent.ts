/** A share as people read it: "2%", "0.5%". */
const format = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

export const percent = (share: number): string => format.format(share);

/** So many arrivals at least, or a share would say more about luck than about us. */
export const ENOUGH = 20;
