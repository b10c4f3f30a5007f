/** Looks for a barcode in one frame after another. Its first word says whether it can read at all;
 * each frame is answered by whether a barcode was read in it. */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Pixels on the longer side: enough for the bars of a tag that fills a third of the picture. */
const LONGEST_SIDE = 1280;
const OPTIONS: ReaderOptions = {
  formats: ['EAN13', 'EAN8', 'UPCA', 'UPCE', 'Code128', 'DataMatrix'],
  maxNumberOfSymbols: 1,
  tryInvert: false,
};

prepareZXingModule({ overrides: { locateFile: () => reader }, fireImmediately: true }).then(
  () => postMessage(true),
  () => postMessage(false),
);

addEventListener('message', async ({ data: frame }: MessageEvent<ImageBitmap>) => {
  const found = await readBarcodes(pixelsOf(frame), OPTIONS);
  postMessage(found.some((one) => one.isValid));
});

function pixelsOf(frame: ImageBitmap): ImageData {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(frame.width, frame.height));
  const width = Math.round(frame.width * scale);
  const height = Math.round(frame.height * scale);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(frame, 0, 0, width, height);
  frame.close();
  return context.getImageData(0, 0, width, height);
}
