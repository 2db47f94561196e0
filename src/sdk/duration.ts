// Durations as authors write them, and as the model carries them.
import { isPlainObject } from "../model/to-json.ts";

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

const parts = ["days", "hours", "minutes", "seconds"];

/** Whether it is a length of time, and nothing else is said in it. */
export function isDuration(value: unknown): value is Duration {
  return (
    isPlainObject(value) &&
    Object.entries(value).every(
      ([name, part]) => parts.includes(name) && (part === undefined || Number.isFinite(part)),
    )
  );
}
