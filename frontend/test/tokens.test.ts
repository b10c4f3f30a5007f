import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Oklch = [lightness: number, chroma: number, hue: number];

const css = readFileSync('src/ui/tokens.css', 'utf8');
const number = String.raw`([\d.]+)`;
const colour = String.raw`oklch\(${number} ${number} ${number}\)`;
const tokens = new Map(
  [...css.matchAll(new RegExp(`--([a-z-]+): light-dark\\(${colour}, ${colour}\\)`, 'g'))].map(
    ([, name, ...values]) => {
      const [a, b, c, d, e, f] = values.map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return [name as string, { light: [a, b, c] as Oklch, dark: [d, e, f] as Oklch }];
    },
  ),
);

const TEXTS: [text: string, on: string][] = [
  ...['ink', 'soft', 'thread-deep', 'moss', 'denim', 'amber'].flatMap(
    (text): [string, string][] => [
      [text, 'cotton'],
      [text, 'card'],
    ],
  ),
  ['ink', 'sunk'],
  ['soft', 'sunk'],
  ['on-thread', 'thread-deep'],
  ['on-thread', 'thread-press'],
  ['on-denim', 'denim'],
  ['moss', 'moss-wash'],
  ['amber', 'amber-wash'],
  ['denim', 'denim-wash'],
  ['soft', 'denim-wash'],
  ['cotton', 'ink'],
];

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  test.each(TEXTS)('%s is readable on %s', (text, on) => {
    expect(contrast(of(text, scheme), of(on, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['thread', 'card'],
    ['thread', 'cotton'],
    ['edge', 'card'],
    ['edge', 'cotton'],
  ])('%s can be seen on %s', (mark, on) => {
    expect(contrast(of(mark, scheme), of(on, scheme))).toBeGreaterThanOrEqual(3);
  });
});

test('a code is black on white', () => {
  expect(css).toContain('--code-ink: oklch(0 0 0)');
  expect(css).toContain('--code-paper: oklch(1 0 0)');
});

test('nothing is set smaller than 13 pixels', () => {
  const sizes = [...css.matchAll(/--text-[\w]+: ([\d.]+)rem/g)].map(
    ([, size]) => Number(size) * 16,
  );
  expect(sizes.length).toBeGreaterThan(4);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
});

function of(name: string, scheme: 'light' | 'dark'): Oklch {
  const token = tokens.get(name);
  if (!token) throw new Error(`no token named ${name}`);
  return token[scheme];
}

function contrast(one: Oklch, other: Oklch): number {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (bright + 0.05) / (dim + 0.05);
}

/** Relative luminance (WCAG) of an OKLCH colour, by Ottosson's matrices. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
