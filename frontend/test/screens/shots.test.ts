import { expect, test } from 'vitest';
import { lookedAt } from '../../src/screens/purchase/shots';

type Bought = Parameters<typeof lookedAt>[0];

const picture = (id: string, shot: string) => ({
  id,
  shot,
  title: shot,
  url: `/${id}.jpg`,
  thumbnailUrl: `/${id}-small.jpg`,
  width: 3,
  height: 4,
});
const pair = (shot: string, arrived = false) => ({
  shot,
  title: shot,
  departure: picture(`left-${shot}`, shot),
  arrival: arrived ? picture(`came-${shot}`, shot) : null,
});
const shots = ['front', 'back', 'flaw'].map((key) => ({ key, title: key, hint: '' }));
const bought = (more: Partial<Bought> = {}): Bought => ({
  evidence: { pairs: [pair('front', true), pair('back')], packing: null },
  shots,
  claim: null,
  ...more,
});

test('a shot that was taken at both ends has both, and one that was not has its departure', () => {
  const [front, back] = lookedAt(bought(), {}, true);
  expect(front).toMatchObject({ left: { id: 'left-front' }, arrived: '/came-front.jpg' });
  expect(back).toMatchObject({ left: { id: 'left-back' }, small: '/left-back-small.jpg' });
  expect(back?.arrived).toBeUndefined();
});

test('a picture on this phone is there before the server has it', () => {
  const back = lookedAt(bought(), { back: 'blob:back' }, true).find(({ key }) => key === 'back');
  expect(back?.arrived).toBe('blob:back');
});

test('nobody is asked for a flaw but whoever told us that something is wrong', () => {
  const claim = { id: 'k' } as NonNullable<Bought['claim']>;
  const asked = (of: Bought, mayAdd = true) => lookedAt(of, {}, mayAdd).map(({ key }) => key);
  expect(asked(bought())).toEqual(['front', 'back']);
  expect(asked(bought({ claim }))).toEqual(['front', 'back', 'flaw']);
  expect(asked(bought({ claim }), false)).toEqual(['front', 'back']);
});

test('a flaw that was shown without a claim is kept in sight', () => {
  const found = lookedAt(bought(), { flaw: 'blob:flaw' }, true).at(-1);
  expect(found).toMatchObject({ key: 'flaw', arrived: 'blob:flaw', small: 'blob:flaw' });
  expect(found?.left).toBeUndefined();
});

test('what was photographed and is asked for no more stays in sight', () => {
  const evidence = { pairs: [pair('sole')], packing: null };
  expect(lookedAt(bought({ evidence }), {}, false).map(({ key }) => key)).toEqual(['sole']);
});

test('the open parcel comes last', () => {
  const packing = picture('parcel', 'packing');
  const { pairs } = bought().evidence;
  const last = lookedAt(bought({ evidence: { pairs, packing } }), {}, true).at(-1);
  expect(last).toMatchObject({ key: 'packing', left: { id: 'parcel' } });
});
