/** How a case was decided: every way with its money, and why this buyer. */
export const ways = {
  title: 'How it was decided',
  who: 'Why this buyer',
  all: 'Every way, and what it brings',
  way: 'Way',
  net: 'Brings',
  days: 'Refund in',
  inDays: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  km: 'Road',
  kilometres: (count: string) => `${count} km`,
  co2e: 'CO₂e',
  kilograms: (amount: string) => `${amount} kg`,
  taken: 'taken',
  lines: (way: string) => `What it costs and brings: ${way}`,
  method: 'How the CO₂e is reckoned',
  expected:
    'What the shop may expect of each way. The refund is the same on all, so it is in none of the sums.',
  none: 'Nothing was written down for this one.',
} as const;
