/**
 * What belongs where in a picture, drawn flat as a tailor would, in a box of 120 by 150: a shape
 * and the seams on it. The front and the back are those of the thing; every other shot has its own.
 */
export type Outline = readonly [shape: string, seams: string];

interface Sides {
  front: Outline;
  back: Outline;
}

const TOP = '78 30 97 38 113 96l-15 5-11-35v66H33V66l-11 35-15-5 16-58 19-8Z';
const LEGS = 'M36 18h48l3 26 8 90H70L60 62 50 134H25l8-90Z';
const SKIRT = 'M40 26h40l3 12 22 88c-28 10-62 10-90 0l22-88Z';
const SHOULDERS = '12 5-3 27-6 16 24 70c-27 8-57 8-84 0l24-70-6-16-3-27Z';
const HAT = 'M24 94c0-40 14-58 36-58s36 18 36 58h6v22H18V94Z';
const BAG = 'M26 58h68l10 76H16Z';
const CASE = 'M24 34h72a8 8 0 0 1 8 8v64a8 8 0 0 1-8 8H24a8 8 0 0 1-8-8V42a8 8 0 0 1 8-8Z';
const CUSHION = 'M24 36c24 6 48 6 72 0-6 26-6 52 0 78-24-6-48-6-72 0 6-26 6-52 0-78Z';
const BEAR =
  'M37 52a13 13 0 1 1 11-15c8-3 16-3 24 0a13 13 0 1 1 11 15c8 15 2 30-7 35 16 8 22 24 18 41-22 9-46 9-68 0-4-17 2-33 18-41-9-5-15-20-7-35Z';
const CARTON = 'M22 48 60 32l38 16v54l-38 16-38-16Z';

const THINGS: Record<string, Sides> = {
  top: {
    front: [`M42 30c3 14 33 14 36 0L${TOP}`, 'M37 32c4 20 42 20 46 0M33 124h54'],
    back: [`M42 30c6 6 30 6 36 0L${TOP}`, 'M33 55c16 6 38 6 54 0M33 124h54'],
  },
  trousers: {
    front: [LEGS, 'M34 29h52M60 29v22c-6 0-8-4-8-10M41 29c0 8-3 12-9 14M79 29c0 8 3 12 9 14'],
    back: [LEGS, 'M34 29h52M60 29v32M40 42h13v13l-6.5 4-6.5-4ZM67 42h13v13l-6.5 4-6.5-4Z'],
  },
  skirt: {
    front: [SKIRT, 'M37 38h46M49 38 38 129M71 38l11 91'],
    back: [SKIRT, 'M37 38h46M60 38v36'],
  },
  dress: {
    front: [`M45 16c4 14 26 14 30 0l${SHOULDERS}`, 'M42 64c11 4 25 4 36 0M54 67l-9 64M66 67l9 64'],
    back: [`M45 16c8 5 22 5 30 0l${SHOULDERS}`, 'M42 64c11 4 25 4 36 0M60 20v72'],
  },
  hat: {
    front: [HAT, 'M24 94h72M47 40c-6 14-8 33-8 54M73 40c6 14 8 33 8 54'],
    back: [HAT, 'M24 94h72M60 36v58'],
  },
  shoes: {
    front: [
      'M22 126c-6-30-2-84 14-86 16 2 20 56 14 86-4 10-24 10-28 0ZM70 126c-6-30-2-84 14-86 16 2 20 56 14 86-4 10-24 10-28 0Z',
      'M28 76h16M27 88h18M27 100h18M76 76h16M75 88h18M75 100h18',
    ],
    back: [
      'M22 54c0-16 28-16 28 0l4 66H18ZM70 54c0-16 28-16 28 0l4 66H66Z',
      'M19 106h34M67 106h34M36 44v28M84 44v28',
    ],
  },
  bags: {
    front: [BAG, 'M42 72V58c0-46 36-46 36 0v14M21 92h78M54 86h12v12H54Z'],
    back: [BAG, 'M42 58c0-46 36-46 36 0M34 82h52l4 38H30Z'],
  },
  electronics: {
    front: [CASE, 'M28 46h64v48H28ZM54 104h12'],
    back: [CASE, 'M36 60h48M36 70h48M36 80h48M50 100h20'],
  },
  home: {
    front: [CUSHION, 'M54 75a6 6 0 1 0 12 0a6 6 0 1 0-12 0'],
    back: [CUSHION, 'M29 96c20-3 42-3 62 0'],
  },
  toys: {
    front: [
      BEAR,
      'M49 60a3 3 0 1 0 6 0a3 3 0 1 0-6 0M65 60a3 3 0 1 0 6 0a3 3 0 1 0-6 0M54 74c4 4 8 4 12 0',
    ],
    back: [BEAR, 'M44 87c10 5 22 5 32 0M54 118a6 6 0 1 1 12 0a6 6 0 1 1-12 0'],
  },
  anything: {
    front: [CARTON, 'M22 48l38 16 38-16M60 64v54'],
    back: [CARTON, 'M22 102l38-16 38 16M60 32v54'],
  },
};

const BOX: Outline = [
  'M20 64 8 48l38-14 14 16 14-16 38 14-12 16v52L60 132 20 116Z',
  'M20 64l40 14 40-14M60 78v54M20 64 60 50l40 14',
];

const SHOTS: Record<string, Outline> = {
  tag: [
    'M44 34h32l18 20v78H26V54Z',
    'M55 50a5 5 0 1 0 10 0a5 5 0 1 0-10 0M60 45c-2-16 8-24 22-29M40 72h40M40 82h26M40 100v18M48 100v18M54 100v18M66 100v18M72 100v18M80 100v18',
  ],
  label: [
    'M34 28h52v100H34Z',
    'M34 28V14M86 28V14M46 44h28M46 58l4 14h20l4-14M48 64c6-4 12 4 24 0M46 96l14-12 14 12ZM46 112h28',
  ],
  serial: [
    'M14 44h92a6 6 0 0 1 6 6v50a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6V50a6 6 0 0 1 6-6Z',
    'M22 58v22M30 58v22M44 58v22M52 58v22M66 58v22M74 58v22M88 58v22M98 58v22M22 93h76',
  ],
  flaw: ['M24 75a36 36 0 1 0 72 0a36 36 0 1 0-72 0', 'M60 24v20M60 106v20M9 75h20M91 75h20'],
  sole: [
    'M37 18c18 0 20 22 15 40s2 32 0 46-26 16-30 0 6-26 0-46 0-40 15-40ZM83 18c-18 0-20 22-15 40s-2 32 0 46 26 16 30 0-6-26 0-46 0-40-15-40Z',
    'M23 92h28M69 92h28M27 40h22M71 40h22',
  ],
  accessories: [
    'M14 34h40v30H14ZM70 32h32v44H70ZM74 98h26v14c0 8-26 8-26 0Z',
    'M14 43h40M76 42h20M76 50h20M76 58h12M16 92c0-10 32-10 32 4s-30 8-30 18 26 12 30 2M80 98V88M94 98V88M87 118v12',
  ],
};

/** What an item came in differs with the item. */
const PACKAGING: Record<string, Outline> = {
  clothing: ['M32 24h56l10 12v90H22V36Z', 'M22 36h76M22 54h76M34 106h26M34 114h16'],
  shoes: ['M8 52h104v14h-4v52H12V66H8Z', 'M12 66h96M40 84h40v16H40Z'],
};

/** A garment is told by its name, where that says what it is; everything else is a top. */
const GARMENTS: [thing: string, names: RegExp][] = [
  ['trousers', /\b(trousers?|chinos?|jeans?|pants|leggings?|shorts|joggers?|tights)\b/i],
  ['skirt', /\bskirt\b/i],
  ['dress', /\b(dress|gown|jumpsuit)\b/i],
  ['hat', /\b(hat|cap|beanie|beret)\b/i],
];

/** The outline of one shot of this item. */
export function outlineOf(shot: string, category: string, title: string): Outline {
  if (shot === 'packaging') return PACKAGING[category] ?? BOX;
  const { front, back } = THINGS[thingOf(category, title)] as Sides;
  return SHOTS[shot] ?? (shot === 'back' ? back : front);
}

function thingOf(category: string, title: string): string {
  const named = GARMENTS.find(([, names]) => names.test(title))?.[0];
  if (category === 'clothing') return named ?? 'top';
  if (category === 'accessories' && named === 'hat') return named;
  return category in THINGS ? category : 'anything';
}
