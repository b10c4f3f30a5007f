// Believable people, orders and cases for the stand-in server.
const usd = (amountMinor) => ({ amountMinor, currency: 'USD' });
const at = (days, time = '10:00') => {
  const day = new Date(Date.UTC(2026, 10, 22 + days));
  return `${day.toISOString().slice(0, 10)}T${time}:00Z`;
};
const item = (title, colour, size, picture, category = 'clothing') => ({
  title,
  colour,
  size,
  sku: title.slice(0, 3).toUpperCase(),
  category,
  picture: `/pictures/${picture}.svg`,
});
const overshirt = item('Linen overshirt', 'Indigo', 'M', 'overshirt');
const knit = item('Merino crew knit', 'Oat', 'L', 'knit');
const chinos = item('Tapered chinos', 'Olive', '32', 'chinos');
const dress = item('Poplin shirt dress', 'Brick', 'S', 'dress');
const tee = item('Heavy tee', 'White', 'M', 'tee');

const photo = (shot, id = shot) => ({
  id,
  shot,
  url: `/photos/${shot}.jpg`,
  thumbnailUrl: `/photos/${shot}-s.jpg`,
  width: 1200,
  height: 1500,
});
const photos = ['front', 'back', 'tag', 'packaging'].map((shot) => photo(shot));
const shots = [
  { key: 'front', title: 'Front', hint: 'Lay it flat, all of it in the frame', required: true },
  { key: 'back', title: 'Back', hint: 'The same, turned over', required: true },
  { key: 'tag', title: 'Tag', hint: 'The size and the brand readable', required: true },
  { key: 'flaw', title: 'Any mark', hint: 'Close, where you see it', required: false },
  {
    key: 'packaging',
    title: 'Packaging',
    hint: 'The bag or box it will travel in',
    required: true,
  },
];
const questions = [
  { key: 'tags', text: 'Are the tags still attached?' },
  { key: 'washed', text: 'Was it washed or altered?' },
  { key: 'smell', text: 'Any smell of smoke, perfume or pets?' },
];
const grade = {
  grade: 'LIKE_NEW',
  label: 'Like new',
  accepted: true,
  reasons: [
    { code: 'TAGS_ON', message: 'The tag is still attached.', photoId: 'tag' },
    { code: 'NO_MARKS', message: 'No marks on the front or the back.', photoId: null },
    {
      code: 'ONE_CREASE',
      message: 'One crease along the left sleeve, from the box.',
      photoId: 'front',
    },
  ],
};
const refund = (more = {}) => ({
  id: 'r1',
  status: 'ESTIMATED',
  amount: usd(6400),
  net: usd(5872),
  tax: usd(528),
  to: 'Visa ·· 4242',
  promisedAt: at(4),
  dueAt: at(14),
  succeededAt: null,
  line: 'Starts the moment the counter scans your code.',
  timeline: [],
  ...more,
});
const step = (key, label, state, when, hint) => ({ key, label, state, at: when, hint });
const LABELS = ['Looked at', 'Owner found', 'Hand it in', 'On its way', 'Arrived', 'Done'];
const track = (now) =>
  LABELS.map((label, n) =>
    step(
      `s${n}`,
      label,
      n < now ? 'DONE' : n === now ? 'NOW' : 'AHEAD',
      n < now ? at(0, `${16 + n}:0${n + 2}`) : null,
      n === now && n === 2 ? 'Any counter, until Wed 25 Nov' : null,
    ),
  );
const timeline = [
  ['Started', 'You started a return: too small.', 'You'],
  ['Assessed', 'Your photos were looked at: like new.', 'Onward'],
  ['RouteChosen', 'You chose to send it straight to its next owner.', 'You'],
  ['Matched', 'An owner was found, about 40 km away.', 'Onward'],
].map(([kind, text, by], seq) => ({ seq, kind, text, by, at: at(0, `1${6 + seq}:12`) }));
const scan = (status, text, when, place = null) => ({ status, text, at: when, place });
const scans = [
  scan('IN_TRANSIT', 'Handed in at the counter', at(1, '09:12'), 'Portland'),
  scan('IN_TRANSIT', 'In the sorting centre', at(1, '18:40'), 'Salem'),
];
const shipment = {
  status: 'IN_TRANSIT',
  statusText: 'On its way',
  trackingNumber: 'OW19 4402 7731 6',
  carrier: 'Sandbox',
  firstScanAt: at(1, '09:12'),
  etaAt: at(3),
  scans,
};
const code = (more = {}) => ({
  code: '7F3K 92QD LX41',
  payload: 'ONWARD:7F3K92QDLX41:OW194402773106',
  trackingNumber: 'OW194402773106',
  route: 'P2P',
  labelUrl: null,
  handInBy: at(3),
  ...more,
});
const odds = {
  within1Day: 0.42,
  within3Days: 0.71,
  within7Days: 0.88,
  text: '7 in 10 find an owner within 3 days.',
};
const routes = [
  {
    route: 'P2P',
    allowed: true,
    because: null,
    title: 'Straight to its next owner',
    refund: usd(6400),
    bonus: usd(300),
    total: usd(6700),
    promisedAt: at(4),
    steps: ['No printing, any counter, one code'],
    odds,
    chosen: false,
  },
  {
    route: 'WAREHOUSE',
    allowed: true,
    because: null,
    title: 'Back to the warehouse',
    refund: usd(6400),
    bonus: null,
    total: usd(6400),
    promisedAt: at(8),
    steps: ['Hand it in any time before 6 Dec', 'Same code, same counter'],
    odds: null,
    chosen: false,
  },
];

const makeCase = (id, stage, headline, now, more) => ({
  __typename: 'ReturnCase',
  id,
  reference: '7F3K',
  stage,
  cursor: `${id}:1`,
  openedAt: at(0),
  stageSince: at(0),
  reason: 'SIZE_TOO_SMALL',
  remedy: 'REFUND',
  assisted: false,
  item: overshirt,
  order: { id: 'o1', number: 'MA-20418', placedAt: at(-9), paidWith: 'Visa ·· 4242' },
  shots,
  questions,
  photos,
  answers: [
    { question: 'tags', yes: true },
    { question: 'washed', yes: false },
    { question: 'smell', yes: false },
  ],
  grade,
  reviewDueAt: null,
  routes,
  heading: { route: 'P2P', channel: null, because: null },
  listing: null,
  match: null,
  code: null,
  shipment: null,
  refund: refund(),
  bonus: null,
  claim: null,
  creditNote: null,
  timeline,
  track: track(now),
  actions: [],
  headline,
  trouble: null,
  ...more,
});

export const CASES = {
  draft: makeCase('draft', 'DRAFTED', 'Show us the item, then choose its path.', 0, {
    photos: [],
    answers: [],
    grade: null,
    actions: ['ADD_PHOTO', 'SUBMIT', 'WITHDRAW'],
    timeline: timeline.slice(0, 1),
  }),
  review: makeCase('review', 'IN_REVIEW', 'A person is looking at your photos.', 0, {
    grade: { ...grade, accepted: false, label: 'Needs a look' },
    reviewDueAt: at(1, '14:00'),
    actions: ['WITHDRAW'],
  }),
  approved: makeCase('approved', 'APPROVED', 'It can go straight to its next owner.', 1, {
    actions: ['CHOOSE_PEER', 'SHOW_CODE', 'WITHDRAW'],
    code: code({ route: 'WAREHOUSE' }),
  }),
  seeking: makeCase('seeking', 'SEEKING', 'We are looking for its next owner.', 1, {
    listing: { id: 'l1', status: 'LIVE', price: usd(5200), windowEndsAt: at(3, '18:00'), odds },
    code: code({ route: 'WAREHOUSE', labelUrl: '/labels/x.pdf' }),
    bonus: refund({ id: 'b', amount: usd(300) }),
    actions: ['SHOW_CODE', 'RETURN_NOW', 'WITHDRAW'],
  }),
  matched: makeCase('matched', 'AWAITING_DROPOFF', 'It has a new owner, about 40 km away.', 2, {
    match: { foundAt: at(0, '19:41'), distance: 'about 40 km' },
    code: code(),
    bonus: refund({ id: 'b', amount: usd(300) }),
    actions: ['SHOW_CODE', 'RETURN_NOW', 'WITHDRAW'],
  }),
  transit: makeCase(
    'transit',
    'IN_TRANSIT',
    'It is on its way. $64.00 goes back to your Visa today.',
    3,
    {
      match: { foundAt: at(0, '19:41'), distance: 'about 40 km' },
      shipment,
      refund: refund({
        status: 'SUCCEEDED',
        succeededAt: at(1, '09:13'),
        line: 'Your bank shows it within two days.',
      }),
      creditNote: {
        number: 'CN-2026-00112',
        issuedAt: at(1),
        net: usd(5872),
        tax: usd(528),
        total: usd(6400),
        orderNumber: 'MA-20418',
        lineTitle: 'Linen overshirt, indigo, M',
      },
    },
  ),
  trouble: makeCase('trouble', 'APPROVED', 'Your code is being made.', 1, {
    trouble: {
      code: 'CARRIER_DOWN',
      message: 'The counter’s system did not answer. Nothing is lost; we are trying again.',
    },
    heading: {
      route: 'WAREHOUSE',
      channel: 'WAREHOUSE',
      because: {
        code: 'NO_BUYER',
        message:
          'Nobody asked for it in time. Same code, same counter: it goes to the warehouse now, and your money is not later than we said.',
      },
    },
  }),
};

const line = (id, thing, total, more = {}) => ({
  id,
  ...thing,
  quantity: 1,
  unitPrice: usd(total),
  discount: usd(0),
  tax: usd(0),
  total: usd(total),
  returnable: 1,
  notReturnableBecause: null,
  returnUntil: at(21),
  returns: [],
  ...more,
});
const ORDERS = [
  {
    id: 'o1',
    number: 'MA-20418',
    placedAt: at(-9),
    deliveredAt: at(-5),
    country: 'US',
    currency: 'USD',
    paidWith: 'Visa ·· 4242',
    kind: 'SHOP',
    total: usd(18900),
    lines: [
      line('n1', overshirt, 6400, { returnable: 0, returns: [CASES.matched] }),
      line('n2', knit, 8900),
      line('n3', tee, 3600, { quantity: 3, returnable: 3 }),
    ],
  },
  {
    id: 'o2',
    number: 'MA-20177',
    placedAt: at(-60),
    deliveredAt: at(-55),
    country: 'US',
    currency: 'USD',
    paidWith: 'Visa ·· 4242',
    kind: 'SHOP',
    total: usd(7200),
    lines: [
      line('n4', chinos, 7200, {
        returnable: 0,
        returnUntil: null,
        notReturnableBecause: {
          code: 'WINDOW_CLOSED',
          message: 'The 30 days for this one ended on 27 Oct.',
        },
      }),
    ],
  },
];

const listing = (id, thing, price, unopened, more = {}) => ({
  __typename: 'Listing',
  id,
  item: thing,
  status: 'LIVE',
  grade,
  price: usd(price),
  newPrice: usd(unopened),
  tax: usd(0),
  total: usd(price),
  photos,
  endsAt: at(3, '18:00'),
  opened: 'Opened by another customer',
  mine: false,
  ...more,
});
const LISTINGS = [
  listing('l1', overshirt, 5200, 6400),
  listing('l2', dress, 7100, 9800, { photos: [] }),
  listing('l3', knit, 7400, 8900, { photos: [] }),
  listing('l4', chinos, 5600, 7200, { photos: [], mine: true }),
  listing('l5', tee, 2700, 3600, {
    photos: [],
    grade: {
      ...grade,
      reasons: [grade.reasons[1], grade.reasons[1]],
      grade: 'VERY_GOOD',
      label: 'Very good',
    },
  }),
];

const BUYER_TRACK = (now) =>
  ['Bought', 'Handed in', 'On its way', 'With you', 'Done'].map((label, n) =>
    step(
      `b${n}`,
      label,
      n < now ? 'DONE' : n === now ? 'NOW' : 'AHEAD',
      n < now ? at(n, '11:20') : n === 3 ? at(3) : null,
      null,
    ),
  );
const purchase = (id, status, headline, now, more) => ({
  __typename: 'Purchase',
  id,
  number: 'OB-3071',
  status,
  cursor: `${id}:1`,
  headline,
  because: null,
  placedAt: at(0, '19:41'),
  item: overshirt,
  grade,
  photos,
  order: { ...ORDERS[0], id: 'ob1', number: 'OB-3071' },
  invoice: {
    number: 'INV-2026-3071',
    issuedAt: at(0),
    net: usd(4771),
    tax: usd(429),
    taxRate: '9%',
    total: usd(5200),
    lines: [],
  },
  shipment: null,
  track: BUYER_TRACK(now),
  timeline: timeline.slice(2),
  price: usd(4771),
  tax: usd(429),
  total: usd(5200),
  paidWith: 'Visa ·· 4242',
  refund: null,
  claim: null,
  returnCode: null,
  actions: [],
  confirmBy: null,
  ...more,
});
const PURCHASES = {
  bought: purchase(
    'bought',
    'PAID',
    'It is yours. The one who has it hands it in by Wed 25 Nov.',
    1,
    { actions: ['CANCEL'] },
  ),
  shipped: purchase('shipped', 'SHIPPED', 'It is on its way to you.', 2, {
    shipment: { ...shipment, scans: scans.map((one, n) => (n ? one : { ...one, place: null })) },
  }),
  here: purchase('here', 'DELIVERED', 'It is here. Is it as described?', 3, {
    shipment,
    actions: ['CONFIRM', 'CLAIM'],
    confirmBy: at(6),
  }),
};

const ACCOUNTS = {
  returner: { id: 'a1', role: 'SHOPPER', name: 'Rosa Delgado', email: 'rosa@example.com' },
  buyer: { id: 'a2', role: 'SHOPPER', name: 'Ben Okafor', email: 'ben@example.com' },
  agent: { id: 'a3', role: 'AGENT', name: 'Ada Lind', email: 'ada@example.com' },
};
const page = (nodes) => ({ nodes, edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
const TASKS = [
  {
    id: 't1',
    kind: 'REVIEW',
    text: 'Look at the photos of a linen overshirt',
    openedAt: at(0),
    dueAt: at(1, '14:00'),
    returnCase: { ...CASES.review, actions: ['REVIEW'] },
  },
  {
    id: 't2',
    kind: 'CLAIM',
    text: 'A buyer says something is wrong',
    openedAt: at(0),
    dueAt: at(2, '12:00'),
    returnCase: { ...CASES.transit, id: 'claimed' },
  },
];
const CLAIM = {
  id: 'c1',
  status: 'OPEN',
  outcome: 'DAMAGED',
  resolution: null,
  openedAt: at(3),
  text: 'The buyer says it arrived damaged.',
};

function file(id, caller) {
  const found =
    id === 'claimed'
      ? { ...CASES.transit, id, stage: 'CLAIMED', claim: CLAIM, actions: ['SETTLE_CLAIM'] }
      : id === 'review'
        ? { ...CASES.review, actions: ['REVIEW'] }
        : (CASES[id] ?? CASES.matched);
  return {
    returnCase: found,
    purchase: id === 'review' ? null : PURCHASES.shipped,
    caller,
    returner: { initials: 'R. D.', region: 'Oregon', maskedEmail: 'r···@example.com' },
    buyer:
      id === 'review'
        ? null
        : { initials: 'B. O.', region: 'Oregon', maskedEmail: 'b···@example.com' },
    safeSentence:
      caller === 'BUYER'
        ? 'Your parcel was handed in on Monday and is on its way; it should be with you by Wednesday 25 November.'
        : 'Your code is ready; once the counter scans it, $64.00 goes back to your Visa, by Thursday 26 November at the latest.',
    nextAction: null,
    parcels: [
      {
        route: 'WAREHOUSE',
        status: 'VOIDED',
        trackingNumber: 'OW194402773098',
        superseded: true,
        issuedAt: at(0, '16:05'),
        scans: [],
      },
      {
        route: 'P2P',
        status: 'IN_TRANSIT',
        trackingNumber: 'OW194402773106',
        superseded: false,
        issuedAt: at(0, '19:41'),
        scans,
      },
    ],
    ledger: [
      {
        at: at(0, '19:41'),
        memo: 'capture',
        text: 'The buyer’s money came in',
        postings: [
          { account: 'Card clearing', amount: usd(5200) },
          { account: 'Open-box sales', amount: usd(-4771) },
          { account: 'Tax', amount: usd(-429) },
        ],
      },
      {
        at: at(1, '09:13'),
        memo: 'refund',
        text: 'The returner’s refund went out',
        postings: [
          { account: 'Returns', amount: usd(6400) },
          { account: 'Card clearing', amount: usd(-6400) },
        ],
      },
    ],
    balanced: true,
    tasks: TASKS.filter((task) => task.returnCase.id === id),
    effects:
      id === 'review'
        ? []
        : [
            {
              name: 'void_label',
              attempts: 3,
              nextTryAt: at(1, '10:30'),
              dead: false,
              text: 'Taking back the old label at the carrier',
            },
          ],
  };
}

export function world(who) {
  const account = ACCOUNTS[who];
  const ok = (found) => () => found;
  return {
    shop: {
      name: 'Marlow & Ash',
      mode: 'demo',
      demoPeople: [
        {
          name: 'Rosa Delgado',
          role: 'SHOPPER',
          shows: 'Returns a linen overshirt that is too small',
          signInUrl: 'http://localhost/sign-in/returner',
        },
        {
          name: 'Ben Okafor',
          role: 'SHOPPER',
          shows: 'Buys it in the open-box shop',
          signInUrl: 'http://localhost/sign-in/buyer',
        },
        {
          name: 'Ada Lind',
          role: 'AGENT',
          shows: 'Answers the phone and sees the whole story',
          signInUrl: 'http://localhost/sign-in/agent',
        },
        {
          name: 'Mara Ash',
          role: 'MERCHANT',
          shows: 'Runs the shop',
          signInUrl: 'http://localhost/sign-in/agent',
        },
      ],
    },
    viewer: account
      ? {
          account,
          orders: page(who === 'returner' ? ORDERS : []),
          returns: page(who === 'returner' ? [CASES.matched, CASES.review, CASES.transit] : []),
          purchases: page(who === 'buyer' ? Object.values(PURCHASES) : []),
        }
      : null,
    order: ({ id }) => ORDERS.find((one) => one.id === id) ?? null,
    returnCase: ({ id }) => CASES[id] ?? null,
    purchase: ({ id }) => PURCHASES[id] ?? null,
    returnPreview: ({ reason }) => ({
      peerPossible: reason !== 'DEFECTIVE',
      refund: usd(8900),
      shots,
      questions,
      reasons: [],
      because:
        reason === 'DEFECTIVE'
          ? { code: 'DEFECT', message: 'What is broken always goes back to us.' }
          : null,
    }),
    listings: ({ search }) => page(search === 'nothing' ? [] : LISTINGS),
    listing: ({ id }) => LISTINGS.find((one) => one.id === id) ?? null,
    desk:
      account?.role === 'AGENT'
        ? {
            tasks: TASKS,
            search: [
              {
                kind: 'CASE',
                title: 'Linen overshirt, indigo, M',
                subtitle: 'Case 7F3K · order MA-20418 · hand it in',
                order: null,
                returnCase: CASES.matched,
                lines: [],
              },
              {
                kind: 'ORDER',
                title: 'Order MA-20418',
                subtitle: 'R. D. · 13 Nov · $189.00',
                order: ORDERS[0],
                returnCase: null,
                lines: ORDERS[0].lines,
              },
            ],
            case: ({ id, caller }) => file(id, caller),
          }
        : null,
    askForCode: ({ input }) => ({
      __typename: 'CodeSent',
      email: input.email,
      lastsForSeconds: 600,
    }),
    signInWithCode: ok({
      __typename: 'Refused',
      code: 'WRONG_CODE',
      message: 'That code is not right. Four tries are left.',
      field: 'code',
    }),
    startReturn: ok({ __typename: 'StartedReturn', cases: [CASES.draft] }),
    uploadPhoto: ({ input }) => ({
      __typename: 'UploadTicket',
      url: `/uploads/${input.key}?size=${input.size}`,
      sliceBytes: 262144,
      maxBytes: 12e6,
      photoId: input.key,
    }),
    submitCondition: ok(CASES.approved),
    choosePath: ok(CASES.seeking),
    returnNow: ok(CASES.trouble),
    withdrawReturn: ok({
      __typename: 'Refused',
      code: 'SCANNED',
      message: 'It has been scanned already, so it is on its way.',
      field: null,
    }),
    buyListing: ({ input }) =>
      input.method === 'card_declined'
        ? {
            __typename: 'Refused',
            code: 'CARD_DECLINED',
            message: 'Your bank said no. Nothing was taken; try another card.',
            field: 'method',
          }
        : PURCHASES.bought,
    demo: ok({ __typename: 'DemoDone', text: 'The counter scanned it.', now: at(1) }),
  };
}

const TONES = {
  overshirt: ['#3d62a5', '#b9d3ea'],
  knit: ['#d9c9a8', '#f1e8d6'],
  chinos: ['#6b7350', '#dfe3d2'],
  dress: ['#b4553f', '#f2d9cf'],
  tee: ['#f6f3ec', '#cfd8e6'],
};

export function garment(path) {
  const [tone, ground] = TONES[/(\w+)\.svg/.exec(path)?.[1]] ?? TONES.tee;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 140"><rect width="120" height="140" fill="${ground}"/><path d="M42 32 24 42l-10 26 16 6 6-12v52h48V62l6 12 16-6-10-26-18-10c-6 8-30 8-36 0Z" fill="${tone}" stroke="#1b2540" stroke-width="2.5" stroke-linejoin="round"/><path d="M38 106h44" stroke="#1b2540" stroke-width="1.6" stroke-dasharray="4 3"/></svg>`;
}

export function snapshot(path) {
  const turned = path.includes('back') ? 'rotate(4 600 750)' : 'rotate(-3 600 750)';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1500" viewBox="0 0 1200 1500"><rect width="1200" height="1500" fill="#b59f83"/><path d="M0 1120h1200v380H0Z" fill="#8d7759"/><g transform="${turned}"><path d="M420 320 240 420 130 690l170 60 60-120v540h480V630l60 120 170-60-110-270-180-100c-60 80-300 80-360 0Z" fill="#39568f"/><path d="M600 400v760" stroke="#22355c" stroke-width="10"/></g></svg>`;
}
