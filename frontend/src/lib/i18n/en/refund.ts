/** Money on its way back, and its papers. */
export const refund = {
  paid: (day: string) => `paid ${day}`,
  note: 'Credit note',
  noteFor: (line: string) => `For ${line}`,
  number: 'Number',
  issued: 'Issued',
  order: 'Order',
  net: 'Net',
  tax: 'Tax',
  total: 'Total',
  given: 'How it came back to you',
  instead: 'In place of money',
  moneyTo: (card: string) => `To ${card}`,
  back: 'Your return',
  print: 'Print or save',
  none: 'It is written when your refund starts.',
  noneTitle: 'No credit note yet',
} as const;
