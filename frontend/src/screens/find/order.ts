/** Sizes as they hang on a rail: the numbers by their value, the letters from small to large. */
const LETTERS = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL', '5XL'];

export function inOrder<T extends { item: { size: string } }>(some: readonly T[]): T[] {
  return [...some].sort((one, other) => compare(one.item.size, other.item.size));
}

function compare(one: string, other: string): number {
  const [a, b] = [LETTERS.indexOf(one.toUpperCase()), LETTERS.indexOf(other.toUpperCase())];
  if (a >= 0 && b >= 0) return a - b;
  return one.localeCompare(other, 'en', { numeric: true });
}
