/** The camera at the back of the phone, folded into open, close and its light. */

/** No picture will come: somebody said no, there is no camera, or another app has it. */
export class NoCamera extends Error {
  override name = 'NoCamera';
  constructor(readonly reason: 'refused' | 'none' | 'busy') {
    super(reason);
  }
}

interface Camera {
  /** Rejects with NoCamera. Null when it was closed before it opened. */
  stream: Promise<MediaStream | null>;
  close: () => void;
}

/** A torch is not in the types yet; Chrome on Android has it. */
interface WithTorch {
  torch?: boolean;
}

/** `lost` is called when the phone takes an open camera away: a call, sleep, another app. */
export function openCamera(lost: () => void): Camera {
  let closed = false;
  let opened: MediaStream | undefined;
  const stop = () => {
    for (const track of opened?.getTracks() ?? []) track.stop();
  };

  const stream = ask().then((found) => {
    opened = found;
    if (closed) {
      stop();
      return null;
    }
    // A track that we stop ourselves says nothing.
    found.getVideoTracks()[0]?.addEventListener('ended', lost);
    return found;
  });
  return {
    stream,
    close: () => {
      closed = true;
      stop();
    },
  };
}

/** Calls `allowed` when the person has changed their mind in the browser's settings. */
export function onceAllowed(allowed: () => void): () => void {
  let stop = () => {};
  let over = false;
  const watch = async () => {
    const status = await navigator.permissions?.query({ name: 'camera' as PermissionName });
    if (!status || over) return;
    const heard = () => status.state === 'granted' && allowed();
    status.addEventListener('change', heard);
    stop = () => status.removeEventListener('change', heard);
  };
  // Firefox does not know this permission by name, and then nothing is watched.
  void watch().catch(() => undefined);
  return () => {
    over = true;
    stop();
  };
}

/** Switches the light, where this camera has one. */
export function torchOf(stream: MediaStream): ((on: boolean) => Promise<void>) | null {
  const track = stream.getVideoTracks()[0];
  const able = track?.getCapabilities?.() as WithTorch | undefined;
  if (!track || !able?.torch) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

async function ask(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera('none');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: 'environment' },
        width: { ideal: 1920 },
        height: { ideal: 1440 },
      },
    });
  } catch (error) {
    throw new NoCamera(reasonOf(error));
  }
}

function reasonOf(error: unknown): NoCamera['reason'] {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}
