/** What somebody waits for: leaving word, the list, and the question when one is here. */
export const telling = {
  title: 'Tell me when',
  lead: 'Say what you would take. When somebody sends one on, we keep it for you. Waiting costs nothing.',
  size: 'Size',
  highest: 'Your highest price',
  highestHint: 'Without tax, like every price in the shop.',
  slide: 'Slide to your highest price',
  today: 'open-box today',
  unopened: 'unopened',
  noPrice: (unopened: string) => `An unopened one costs ${unopened} today.`,
  saves: (amount: string) => `You save at least ${amount}.`,
  waits: 'That is below today’s price: one has to get cheaper first.',
  zero: 'Say a price above zero.',
  noNumber: 'Say a price in figures, such as 64 or 64.50.',
  tooMuch: (unopened: string) => `For ${unopened} you get an unopened one. Say that or less.`,
  grades: 'In which condition?',
  grade: {
    NEW_SEALED: { title: 'Sealed only', hint: 'Never opened.' },
    LIKE_NEW: { title: 'Like new or better', hint: 'Tried on at most, as it left the shop.' },
    VERY_GOOD: {
      title: 'Very good or better',
      hint: 'With a small mark at most, and you see a photo of it.',
    },
    GOOD: { title: 'Good or better', hint: 'Worn, and sound.' },
    ACCEPTABLE: { title: 'Fair or better', hint: 'Marks and missing extras are all right.' },
    DAMAGED: { title: 'In any condition', hint: 'Even damaged.' },
  },
  until: 'How long do you wait?',
  days: (days: number) =>
    days === 7 ? 'A week' : days === 14 ? 'Two weeks' : days === 1 ? 'One day' : `${days} days`,
  how: 'And when one comes?',
  ask: 'Ask me first',
  askText: (time: string) =>
    `You see its photos, its grade and the price. We keep it for you for ${time} of your day, never of your night. You pay only if you say yes.`,
  buy: 'Buy it for me',
  buyText:
    'We buy the first one that fits, at your price or less, and tell you at once. Your card is charged only then. Until it is handed in you can cancel.',
  go: 'Tell me when one comes',
  going: 'One moment',
  made: 'We tell you as soon as one comes.',
  card: 'The card for it',
} as const;

export const offers = {
  title: 'We keep an eye out.',
  asked: (count: number) => (count === 1 ? 'One is here for you.' : `${count} are here for you.`),
  name: 'Your wishes',
  back: 'My orders',
  find: 'Find an item',
  empty: 'You wait for nothing yet',
  emptyText:
    'Name a thing, a size and a price. When somebody sends one on, those who wait are asked.',
  upTo: (price: string) => `Up to ${price}`,
  until: (day: string) => `until ${day}`,
  automatic: 'We buy it for you',
  state: {
    OPEN: 'Waiting',
    ASKED: 'Kept for you',
    FILLED: 'Yours',
    PAUSED: 'Resting',
    WITHDRAWN: 'Ended by you',
    ENDED: 'Over',
  },
  toPurchase: 'See it',
  again: 'Wait for it again',
  withdraw: 'Stop waiting',
  withdrawOf: (title: string) => `Stop waiting for ${title}`,
  withdrawTitle: 'Stop waiting for it?',
  withdrawText:
    'We no longer tell you when one comes. You can start again at any time, as the one who has waited least.',
  withdrawAsked: 'The one we keep for you goes to somebody else.',
  yesWithdraw: 'Yes, stop waiting',
  others: 'What else you wait for',
  earlier: 'Earlier',
  nearer: 'Whoever lives nearer may be asked first, even after a shorter wait.',
  keptUntil: (moment: string) => `Kept for you until ${moment}`,
  left: (hours: number, minutes: number) =>
    hours
      ? `${hours} h ${minutes} min left`
      : minutes > 1
        ? `${minutes} min left`
        : 'a minute left',
  over: 'The time is over. It goes to somebody else.',
  toList: 'To my list',
  from: (away: string) => `It is ${away}.`,
  graded: 'How it was graded',
  tax: (price: string, tax: string) => `${price} and ${tax} tax`,
  take: (price: string) => `Yes, for ${price}`,
  taking: 'Paying',
  decline: 'No, thanks',
  declined: 'We look on for you.',
  look: 'See it',
  keptMore: (count: number) => `${count} things`,
  keptTill: (moment: string) => `kept for you until ${moment}`,
} as const;
