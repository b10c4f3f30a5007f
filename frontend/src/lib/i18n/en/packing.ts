/** The last picture before the parcel is closed. */
export const packing = {
  title: 'One last picture, if you like',
  lead: 'Write this on a slip, lay it beside the item in the open parcel, and take one picture. It speaks for you if something happens on the way.',
  slip: (letters: string) => `On the slip: ${letters}`,
  shot: 'In the open parcel',
  hint: 'The item and your slip, both in the picture.',
  take: 'Take the picture',
  again: 'Take it again',
  taken: 'Your picture of the open parcel',
  done: 'That is all. You can close the parcel.',
  waiting: 'It sends itself when there is a signal. You can close the parcel.',
} as const;
