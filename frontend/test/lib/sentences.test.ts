import { expect, test } from 'vitest';
import { opening } from '../../src/lib/i18n/sentences';

test.each([
  ['It is yours. Enjoy it.', 'It is yours.', 'Enjoy it.'],
  ['It has arrived. Is it as described?', 'It has arrived.', 'Is it as described?'],
  ['It passed.', 'It passed.', ''],
  ['It is on its way. $64.00 went back.', 'It is on its way.', '$64.00 went back.'],
  ['Fetching your return', 'Fetching your return', ''],
])('%s opens with its first sentence', (headline, first, rest) => {
  expect(opening(headline)).toEqual({ first, rest });
});
