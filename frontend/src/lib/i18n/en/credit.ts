/** Store credit: in place of money, and as a way to pay. */
export const credit = {
  fee: (amount: string) => `${amount} is kept as a fee.`,
  offer: (amount: string) => `You can have ${amount} as store credit, at once.`,
  take: 'Take store credit',
  keep: 'Or leave it: we keep looking for a way to your bank.',
  pay: 'Store credit',
  left: (amount: string) => `${amount} in your account`,
} as const;
