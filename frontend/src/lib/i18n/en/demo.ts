/** The demo bar. */
export const demo = {
  title: 'Demo: play the world',
  command: {
    HAND_IN: 'Hand it in',
    MOVE: 'Move it',
    OUT_FOR_DELIVERY: 'Out for delivery',
    DELIVER: 'Deliver it',
    LOSE: 'Lose it',
    REFUSE: 'Refuse it',
    TRAVEL: 'Let it travel',
    TURN_A_DAY: 'A day later',
    TURN_TO_WINDOW_END: 'To the window’s end',
  },
} as const;
