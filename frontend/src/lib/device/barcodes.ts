/**
 * Sees whether a barcode can be read in the live picture. What it says is not kept and not sent:
 * the server reads the photo itself.
 */

/** Milliseconds between two looks; the phone has other things to do. */
const BETWEEN_LOOKS = 250;
/** The barcodes tags bear, as the browser's own detector names them. */
const ON_TAGS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'data_matrix'];

/** Whether it sees one right now: one look at a time, the next after the answer. */
interface BarcodeReader {
  sees: (video: HTMLVideoElement) => Promise<boolean>;
  close: () => void;
}

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<readonly unknown[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
}

/**
 * Looks until it has read one. Says nothing at all where there is nothing to read with (offline,
 * and never loaded before): the photo is as good without. Returns how to stop.
 */
export function lookForBarcode(
  video: HTMLVideoElement,
  tell: (found: 'looking' | 'read') => void,
): () => void {
  let stopped = false;
  const look = async () => {
    const reader = (await theBrowsersOwn()) ?? (await ours());
    try {
      if (!stopped) tell('looking');
      while (!stopped) {
        if (await reader.sees(video)) break;
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
      }
    } finally {
      reader.close();
    }
    if (!stopped) tell('read');
  };
  look().catch(() => undefined);
  return () => {
    stopped = true;
  };
}

async function theBrowsersOwn(): Promise<BarcodeReader | null> {
  const Detector = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!Detector) return null;
  const able = await Detector.getSupportedFormats();
  // A desktop may have the class and read nothing with it.
  if (!able.includes('ean_13')) return null;
  const detector = new Detector({ formats: ON_TAGS.filter((format) => able.includes(format)) });
  return {
    sees: async (video) => (await detector.detect(video)).length > 0,
    close: () => undefined,
  };
}

/** A WebAssembly reader in a worker, so that the live picture does not stutter. */
async function ours(): Promise<BarcodeReader> {
  const worker = new Worker(new URL('./barcodes.worker.ts', import.meta.url), { type: 'module' });
  const answer = () =>
    new Promise<boolean>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message || 'no barcode reader'));
    });
  try {
    if (!(await answer())) throw new Error('no barcode reader');
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    sees: async (video) => {
      const frame = await createImageBitmap(video);
      const seen = answer();
      worker.postMessage(frame, [frame]);
      return seen;
    },
    close: () => worker.terminate(),
  };
}
