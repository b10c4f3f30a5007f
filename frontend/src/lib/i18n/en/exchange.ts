/** The other size in place of a refund: what there is, what is held, what was sent. */
export const exchange = {
  size: 'The right size instead?',
  other: 'Another one instead?',
  lead: 'We hold it for you until you hand this one in. Whatever it costs less goes back to you.',
  which: (size: string, colour: string) =>
    [size && (/\bsize\b/i.test(size) ? size : `Size ${size}`), colour]
      .filter((one) => one)
      .join(', '),
  first: (which: string, more: number) => (more ? `${which}, and ${more} more` : which),
  legend: 'Choose one to hold',
  all: (count: number) => `Show all ${count}`,
  hold: 'Hold it for me',
  holding: 'Holding it',
  held: 'Held for you',
  sent: 'In its place',
  gone: 'That one is gone. Your whole refund goes back instead.',
  price: 'The one you want',
  back: 'Goes back to you',
  worth: 'What this one is worth',
  drop: 'My money instead',
  dropTitle: 'Give it up for your money?',
  dropText:
    'It is not held any longer, and somebody else may take it. Your whole refund goes back instead, as we said at first.',
  dropDo: 'Yes, my money instead',
  dropping: 'One moment',
} as const;
