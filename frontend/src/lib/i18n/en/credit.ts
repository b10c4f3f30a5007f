/** Store credit: in place of money, and as a way to pay. */
export const credit = {
  fee: (amount: string) => `${amount} is kept as a fee.`,
  offer: (amount: string) => `You can have ${amount} as store credit, at once.`,
  take: 'Take store credit',
  keep: 'Or leave it: we keep looking for a way to your bank.',
  pay: 'Store credit',
  left: (amount: string) => `${amount} in your account`,
  back: 'Orders',
  have: (amount: string) => `You have ${amount}.`,
  lead: 'It is store credit, and pays in the open-box shop.',
  toShop: 'To the open-box shop',
  none: 'No store credit',
  noneText: 'What you take back as store credit stands here, until you spend it.',
  moves: 'What came and went',
} as const;
