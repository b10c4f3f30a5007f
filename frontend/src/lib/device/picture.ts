/** Makes a picture small enough to send: upright, at most 1600 px, JPEG. */
const LONGEST_SIDE = 1600;
const QUALITY = 0.86;

/** This device cannot read the file as a picture. */
export class NotAPicture extends Error {
  override name = 'NotAPicture';
}

/** What iPhones keep and most other browsers cannot open; the server may. */
export const HEIC = /^image\/hei[cf]$/;

/** A file made small; one that only the server may be able to open is left as it is. */
export async function readPicture(file: File): Promise<Blob> {
  try {
    return await shrinkFile(file);
  } catch (error) {
    if (error instanceof NotAPicture && HEIC.test(file.type)) return file;
    throw error;
  }
}

export async function shrinkFile(file: Blob): Promise<Blob> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (cause) {
    throw new NotAPicture('unreadable', { cause });
  }
  const small = await draw(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return small;
}

export function shrinkFrame(video: HTMLVideoElement): Promise<Blob> {
  return draw(video, video.videoWidth, video.videoHeight);
}

/** The size a picture is sent in, its longer side at most 1600 px and never enlarged. */
export function sizeToSend(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

async function draw(source: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const size = sizeToSend(width, height);
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  if (!context) throw new NotAPicture('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, size.width, size.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new NotAPicture('not drawn'))),
      'image/jpeg',
      QUALITY,
    );
  });
}
