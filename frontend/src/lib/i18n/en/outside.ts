/** What the outside told us: for the desk. */
export const outside = {
  books: 'The provider’s book and ours',
  agree: 'They agree.',
  compared: (count: number) =>
    count === 1 ? '1 movement compared' : `${count} movements compared`,
  never: 'Not compared yet. It happens once a day.',
  ours: 'Ours',
  theirs: 'Theirs',
  nothing: '–',
  toCase: 'The case',
  strange: 'Messages nobody understood',
  strangeText:
    'They are genuine. Look at them, then tick them off; what they say is not kept after that.',
  strangeNone: 'None.',
  from: { CARRIER: 'From the carrier', PAYMENTS: 'From the payment provider' },
  seen: 'Seen',
  dispute: 'A bank takes a payment back',
  stands: {
    WARNING_NEEDS_RESPONSE: 'The bank asks; it has taken nothing yet',
    WARNING_UNDER_REVIEW: 'The bank looks at our answer; it has taken nothing yet',
    WARNING_CLOSED: 'The bank only asked',
    NEEDS_RESPONSE: 'The bank waits for evidence',
    UNDER_REVIEW: 'The bank looks at our evidence',
    WON: 'Won',
    LOST: 'Lost',
    PREVENTED: 'Given back before it came to that',
  },
  evidence: 'What there is to show',
  noEvidence: 'Nothing yet.',
  waits: 'What is unpaid of this payment waits until the bank has decided.',
} as const;
