/** Signing in. */
export const signin = {
  title: 'Send it to someone who wants it.',
  lead: 'Returns without labels, addresses or waiting. Sign in to see your orders.',
  email: 'Your e-mail',
  emailHint: 'name@example.com',
  order: 'Order number',
  orderHint: 'It is on your invoice',
  withOrder: 'I only have an order number',
  withoutOrder: 'Use my e-mail alone',
  ask: 'Send me a code',
  asking: 'Sending',
  codeTitle: 'Look in your inbox.',
  codeLead: (email: string) =>
    `If we know ${email}, a code of six figures is on its way. It works for ten minutes.`,
  code: 'Your code',
  enter: 'Sign in',
  entering: 'One moment',
  again: 'Send another code',
  demoTitle: 'Or step in as one of these',
  demoLead: 'This is a demo shop. Open two windows side by side: they change by themselves.',
  role: {
    SHOPPER: 'Shopper',
    AGENT: 'Agent',
    LEAD: 'Lead',
    MERCHANT: 'Merchant',
  },
} as const;
