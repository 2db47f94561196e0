// Durations as Node's timers take them.

/** Longer ones overflow and make a timer go off at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** Seconds in milliseconds, at most the 24 days a timer can wait. */
export function timerMs(seconds: number): number {
  return Math.min(seconds * 1000, longestTimerMs);
}
