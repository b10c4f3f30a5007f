import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as en from '../src/lib/i18n/en';

const BANNED =
  /\b(used|resale|pre-owned|second-hand|refurbished|recommerce|fraud|RMA|disposition)\b/i;

function sentences(part: unknown, path: string): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part === 'function') return [[path, String(part('seven', 'eight'))]];
  return Object.entries(part as object).flatMap(([key, value]) =>
    sentences(value, `${path}.${key}`),
  );
}

const all = Object.entries(en).flatMap(([name, part]) => sentences(part, name));

test('there are sentences to check', () => {
  expect(all.length).toBeGreaterThan(150);
});

test.each(all)('%s is said in our voice: %s', (_, sentence) => {
  expect(sentence.trim()).not.toBe('');
  expect(sentence).not.toMatch(BANNED);
  expect(sentence).not.toContain('!');
  expect(sentence).not.toContain("'");
});

test('no screen holds a sentence of its own', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const markup = files.filter((file) => file.endsWith('.svelte'));
  expect(markup.length).toBeGreaterThan(40);
  for (const file of markup) {
    const html = readFileSync(`src/${file}`, 'utf8')
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&\w+;/g, ' ');
    expect(html.match(/[A-Za-z]{2,}/g) ?? [], file).toEqual([]);
  }
});
