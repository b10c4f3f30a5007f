/** Keeps the screen awake while a code is shown at a counter. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  const take = async () => {
    if (document.visibilityState !== 'visible') return;
    lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
  };
  void take();
  document.addEventListener('visibilitychange', take);
  return () => {
    document.removeEventListener('visibilitychange', take);
    void lock?.release();
  };
}
