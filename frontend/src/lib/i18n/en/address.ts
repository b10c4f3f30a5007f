/** Where a purchase goes, and having it sent elsewhere. */
export const address = {
  title: 'Where it goes',
  change: 'Send it elsewhere',
  sheetTitle: 'Where should it go?',
  lead: 'Until it is handed in. Price and tax stay the same, and only this parcel moves.',
  name: 'Name',
  street: 'Street and number',
  city: 'Town',
  region: 'State or county',
  postalCode: 'Postal code',
  country: 'Country, as two letters',
  phone: 'Phone for the carrier, if you like',
  send: 'Send it there',
  sending: 'One moment',
  done: 'It goes there now.',
} as const;
