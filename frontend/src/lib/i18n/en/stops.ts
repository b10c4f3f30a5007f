/** What leads and the merchant keep off the peer path. */
export const stops = {
  title: 'Stopped by hand',
  none: 'Nothing is stopped. Whatever the rules allow may go straight to its next owner.',
  all: 'Everything',
  since: (moment: string) => `Since ${moment}`,
  because: {
    RECALL: 'Called back by its maker',
    SAFETY: 'It may not be safe',
    QUALITY: 'Its quality is in doubt',
    LEGAL: 'The law forbids it',
    OTHER: 'Another reason',
  },
  leads: 'A lead or the merchant can stop something, or open it again.',
  stop: 'Stop something',
  stopShort: 'Stop',
  scopeLegend: 'How much to stop',
  scope: { SKU: 'One item', CATEGORY: 'A category', ALL: 'Everything' },
  sku: 'Its SKU',
  skuHint: 'As in your catalogue',
  category: 'The category',
  why: 'Why',
  goOn: 'Look at what that means',
  confirmTitle: 'Stop this now?',
  effects: [
    'What is on offer in the open-box shop is taken down.',
    'Codes that were not scanned lead to the warehouse from now on. They look the same.',
    'Whoever bought one gets it from our stock, or their money back.',
    'What was handed in already goes on to its next owner. The carrier cannot turn it round.',
    'Called back by its maker: whoever has one, or is about to, is told not to use it and how to send it back.',
    'Until somebody opens it again, new returns of it go to the warehouse.',
  ],
  once: 'This reaches people at once and is not undone by opening it again.',
  stopDo: 'Stop it now',
  stopping: 'Stopping it',
  open: 'Open again',
  openNamed: (what: string) => `Open again: ${what}`,
  openTitle: 'Open this again?',
  openText:
    'New returns of it may go straight to their next owners again. What went to the warehouse meanwhile stays there.',
  openDo: 'Open it again',
  opened: 'It is open again.',
  done: (what: string) => `Stopped: ${what}.`,
  swept: {
    sentToWarehouse: (count: number) =>
      count === 1
        ? '1 return under way goes to the warehouse.'
        : `${count} returns under way go to the warehouse.`,
    listings: (count: number) =>
      count === 1
        ? '1 was on offer and is taken down.'
        : `${count} were on offer and are taken down.`,
    questions: (count: number) =>
      count === 1
        ? '1 was held for somebody who was asked about it.'
        : `${count} were held for somebody who was asked about them.`,
    buyers: (count: number) =>
      count === 1
        ? '1 had a buyer, who gets it from stock or their money back.'
        : `${count} had buyers, who get it from stock or their money back.`,
    codes: (count: number) =>
      count === 1
        ? '1 code led to a buyer; it leads to the warehouse now.'
        : `${count} codes led to buyers; they lead to the warehouse now.`,
    onTheirWay: (count: number) =>
      count === 1
        ? '1 was handed in before and goes on to its buyer.'
        : `${count} were handed in before and go on to their buyers.`,
    told: (count: number) =>
      count === 1
        ? '1 buyer who has it, or is about to, is told not to use it and how to send it back.'
        : `${count} buyers who have one, or are about to, are told not to use it and how to send it back.`,
    failed: (count: number) =>
      count === 1
        ? '1 could not be moved just now. Stop it once more to try again.'
        : `${count} could not be moved just now. Stop it once more to try again.`,
  },
  nothing: 'No return was under way.',
} as const;
