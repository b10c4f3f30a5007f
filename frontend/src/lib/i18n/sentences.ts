/** What a headline says first, and what it adds: the one is set large, the other read beside it. */
export function opening(headline: string): { first: string; rest: string } {
  const end = headline.search(/[.?] /) + 1 || headline.length;
  return { first: headline.slice(0, end), rest: headline.slice(end + 1) };
}
