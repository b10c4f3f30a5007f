/** A tick that is felt, where the phone has one to give. */
export function tick(ms = 20): void {
  navigator.vibrate?.(ms);
}
