/** The camera at the back of the phone, folded into open and close. */
/** No picture will come: the person or the device said no, or there is no camera. */
export class NoCamera extends Error {
  override name = 'NoCamera';
  constructor(readonly reason: 'refused' | 'none') {
    super(reason);
  }
}

interface Camera {
  /** Rejects with NoCamera. Null when it was closed before it opened. */
  stream: Promise<MediaStream | null>;
  close: () => void;
}

export function openCamera(): Camera {
  let closed = false;
  let opened: MediaStream | undefined;
  const stop = () => {
    for (const track of opened?.getTracks() ?? []) track.stop();
  };

  const stream = ask().then((found) => {
    opened = found;
    if (!closed) return found;
    stop();
    return null;
  });
  return {
    stream,
    close: () => {
      closed = true;
      stop();
    },
  };
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
    const refused = error instanceof DOMException && error.name === 'NotAllowedError';
    throw new NoCamera(refused ? 'refused' : 'none');
  }
}
