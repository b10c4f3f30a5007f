/** Taking a photo: what is said beside the camera, while it looks and after. */
export const camera = {
  title: (shot: string) => `Photo: ${shot}`,
  progress: (at: number, of: number) => `${at} of ${of}`,
  shutter: 'Take the photo',
  use: 'Use this one',
  anyway: 'Use it anyway',
  again: 'Take it again',
  oneMore: 'One more',
  another: 'Choose another',
  close: 'Close the camera',
  light: 'Light',
  level: 'Help me hold it level',
  starting: 'Opening the camera',
  refusedTitle: 'The camera is switched off for this page',
  refused: 'Allow it in your browser’s settings, or choose a picture you already have.',
  noneTitle: 'No camera found',
  none: 'Choose a picture you already have.',
  busyTitle: 'Another app has the camera',
  busy: 'Close it there and try again, or choose a picture you already have.',
  retry: 'Try the camera again',
  choose: 'Choose a picture',
  app: 'Take it with the camera app',
  chosen: 'The picture you chose',
  taken: 'The photo you just took',
  lookingForCode: 'Looking for the barcode',
  codeRead: 'Barcode read',
} as const;

/** How far away, in words; a shot that is not listed is taken from where all of it fits. */
export const distance: Readonly<Record<string, string>> = {
  tag: 'About a hand’s width away.',
  label: 'About a hand’s width away.',
  serial: 'About a hand’s width away.',
  flaw: 'A hand’s width away, no closer.',
  sole: 'Half an arm’s length away.',
  packaging: 'One step back, if that helps.',
  anything: 'About an arm’s length away.',
};

/** While the picture is live: the one thing that would help most. */
export const hints = {
  dark: 'It is dark here. Go nearer to a window.',
  darkWithLight: 'It is dark here. Try the light.',
  bright: 'Too much light. Turn away from it a little.',
  blurred: 'Not sharp yet. Hold still.',
  blurredNear: 'Not sharp yet. Move back a little.',
  flat: 'Hold the phone flat over it.',
  left: 'Tilt the phone a little to the left.',
  right: 'Tilt the phone a little to the right.',
  top: 'Tip the top of the phone down a little.',
  bottom: 'Tip the top of the phone up a little.',
  good: 'Looks good.',
} as const;

/** Once the picture is taken, and doubted. */
export const doubts = {
  blurred: 'A bit blurry. One more?',
  dark: 'A bit dark. One more, nearer to a window?',
  bright: 'A bit too bright. One more, away from the light?',
} as const;

export const stillInDoubt = {
  blurred: 'Still a bit blurry. One more, or use it as it is.',
  dark: 'Still a bit dark. One more, or use it as it is.',
  bright: 'Still a bit too bright. One more, or use it as it is.',
} as const;
