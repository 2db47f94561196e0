// Durations as authors write them, and as the model carries them.

/** A length of time; the parts add up. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** The duration in seconds. */
export function inSeconds({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}
