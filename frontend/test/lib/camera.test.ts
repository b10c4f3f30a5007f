import { afterEach, describe, expect, test } from 'vitest';
import { NoCamera, openCamera, torchOf } from '../../src/lib/device/camera';

class Track extends EventTarget {
  stopped = false;
  applied: unknown[] = [];
  constructor(readonly able: object = {}) {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
  getCapabilities(): object {
    return this.able;
  }
  async applyConstraints(given: unknown): Promise<void> {
    this.applied.push(given);
  }
}

const streamOf = (track: Track) =>
  ({ getTracks: () => [track], getVideoTracks: () => [track] }) as unknown as MediaStream;
const answers = (answer: () => Promise<MediaStream>) =>
  Object.assign(navigator, { mediaDevices: { getUserMedia: answer } });
const nothing = () => undefined;

afterEach(() => Object.assign(navigator, { mediaDevices: undefined }));

describe('a camera', () => {
  test('that was closed before it opened is switched off all the same', async () => {
    const track = new Track();
    answers(async () => streamOf(track));
    const camera = openCamera(nothing);
    camera.close();
    expect(await camera.stream).toBeNull();
    expect(track.stopped).toBe(true);
  });

  test('that the phone takes away says so', async () => {
    const track = new Track();
    answers(async () => streamOf(track));
    let lost = 0;
    await openCamera(() => lost++).stream;
    track.dispatchEvent(new Event('ended'));
    expect(lost).toBe(1);
  });

  test.each([
    ['NotAllowedError', 'refused'],
    ['NotReadableError', 'busy'],
    ['NotFoundError', 'none'],
  ])('that answers %s is %s', async (name, reason) => {
    answers(async () => Promise.reject(new DOMException('no', name)));
    const said = await openCamera(nothing).stream.catch((error: unknown) => error);
    expect(said).toBeInstanceOf(NoCamera);
    expect((said as NoCamera).reason).toBe(reason);
  });

  test('that no browser offers is none', async () => {
    const said = await openCamera(nothing).stream.catch((error: unknown) => error);
    expect((said as NoCamera).reason).toBe('none');
  });
});

describe('a light', () => {
  test('is offered where the camera has one, and switched', async () => {
    const track = new Track({ torch: true });
    const torch = torchOf(streamOf(track));
    await torch?.(true);
    expect(track.applied).toEqual([{ advanced: [{ torch: true }] }]);
  });

  test('is not offered where there is none', () => {
    expect(torchOf(streamOf(new Track()))).toBeNull();
  });
});
