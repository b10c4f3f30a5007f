/** The demo bar. */
export const demo = {
  title: 'Demo: play the world',
  command: {
    HAND_IN: 'Hand it in',
    MOVE: 'Move it',
    OUT_FOR_DELIVERY: 'Out for delivery',
    DELIVER: 'Deliver it',
    LOSE: 'Lose it',
    TURN_A_DAY: 'A day later',
    TURN_TO_WINDOW_END: 'To the window’s end',
  },
} as const;
