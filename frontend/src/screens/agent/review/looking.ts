/** What there is to look at on a sheet: the photos that count, and what may be held beside one. */
import { review as words } from '$words/review';
import type { DeskPhotoPartsFragment, DeskReasonPartsFragment } from '../../../gen/graphql';
import type { Sheet } from './queue.svelte';

export type Shot = DeskPhotoPartsFragment;
export type Reason = DeskReasonPartsFragment;

/** A picture to hold beside a photo; `mirrored` where it is turned for comparing. */
export interface Beside {
  key: string;
  label: string;
  src: string;
  mirrored?: boolean;
}

/** The newest photo of each shot, in the order they were asked for. */
export function photosOf({ album, returnCase }: Sheet): readonly Shot[] {
  const latest = returnCase.photos.map(({ id }) => album.find((photo) => photo.id === id));
  return latest.filter((photo) => photo !== undefined);
}

/** The shop's own picture, what the photo was seen in before, and earlier photos of the shot. */
export function besides(sheet: Sheet, photo: Shot | undefined): readonly Beside[] {
  const found: Beside[] = [];
  for (const { code, photoId, otherPicture } of sheet.doubts) {
    if (!photo || photoId !== photo.id || !otherPicture) continue;
    const label = code === 'PHOTO_SENT_TWICE' ? words.sentTwice : words.seenBefore;
    found.push({
      key: otherPicture,
      label,
      src: otherPicture,
      mirrored: code === 'PHOTO_SEEN_MIRRORED',
    });
  }
  const { picture } = sheet.returnCase.item;
  const catalogue = picture ? [{ key: 'catalogue', label: words.catalogue, src: picture }] : [];
  const earlier = sheet.album
    .filter((one) => photo && one.id !== photo.id && one.shot === photo.shot && isTheirs(one))
    .toReversed()
    .map(({ id, url }) => ({ key: id, label: words.earlierPhoto, src: url }));
  // With an appeal it matters most what the new photo shows better.
  return photo?.occasion === 'APPEAL'
    ? [...found, ...earlier, ...catalogue]
    : [...found, ...catalogue, ...earlier];
}

/** The photo to begin with: the one in doubt, or the one that was sent with an appeal. */
export function firstPhoto(sheet: Sheet): Shot | undefined {
  const photos = photosOf(sheet);
  const asked = sheet.doubts.find(({ photoId }) => photoId)?.photoId;
  const fresh = photos.findLast(({ occasion }) => occasion === 'APPEAL');
  return fresh ?? photos.find(({ id }) => id === asked) ?? photos[0];
}

export const share = (part: number): string => `${Math.round(part * 100)}%`;

const isTheirs = ({ occasion }: Shot): boolean =>
  occasion === 'ASSESSMENT' || occasion === 'APPEAL';
