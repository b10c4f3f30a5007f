import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { Doubt } from '../../src/lib/device/seeing';
import { doubts, stillInDoubt, camera as words } from '../../src/lib/i18n/en/capture';
import Verdict from '../../src/screens/return/Verdict.svelte';

function judged(doubt: Doubt, tries: number, from: 'camera' | 'file' = 'camera') {
  const done: string[] = [];
  const again = () => done.push('again');
  const use = () => done.push('use');
  render(Verdict, { doubt, tries, from, again, use, choose: () => done.push('choose') });
  return done;
}
const button = (name: string) => screen.queryByRole('button', { name });

describe('a photo', () => {
  test('without a doubt is used or taken again', async () => {
    const done = judged(null, 0);
    await fireEvent.click(screen.getByRole('button', { name: words.use }));
    await fireEvent.click(screen.getByRole('button', { name: words.again }));
    expect(done).toEqual(['use', 'again']);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  test.each(['dark', 'bright', 'blurred'] as const)(
    'that is %s is asked for once more',
    (doubt) => {
      judged(doubt, 1);
      expect(screen.getByText(doubts[doubt])).toBeTruthy();
      expect(button(words.oneMore)).toBeTruthy();
      expect(button(words.anyway)).toBeNull();
      expect(button(words.use)).toBeNull();
    },
  );

  test.each(['dark', 'bright', 'blurred'] as const)('that is %s twice may be sent', (doubt) => {
    judged(doubt, 2);
    expect(screen.getByText(stillInDoubt[doubt])).toBeTruthy();
    expect(button(words.anyway)).toBeTruthy();
    expect(button(words.oneMore)).toBeTruthy();
  });

  test('that was chosen is replaced by choosing another', () => {
    judged('dark', 1, 'file');
    expect(screen.getByLabelText(words.another)).toBeTruthy();
    expect(button(words.oneMore)).toBeNull();
  });
});
