/** Days of the book: dates of UTC, as the server and a date field write them. */
export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);

/** The day so many days after this one; before it, where that is below zero. */
export function beside(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
