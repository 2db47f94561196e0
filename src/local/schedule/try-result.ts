// What comes of one try of a task, and of one poke of a sensor.

import type { TaskError } from "../../model/run/task-error.ts";
import type { PokeOutcome, TaskOutcome } from "../../model/run/task-protocol.ts";

/** What does not end by itself. */
type Broken =
  /** It broke, and may be tried again. */
  | { readonly kind: "error"; readonly reason: string; readonly error?: TaskError | undefined }
  /** The runner was told to stop before it ended. */
  | { readonly kind: "stopped" };

export type TryResult =
  | TaskOutcome
  | Broken
  /** A sensor: the try goes on after so many seconds. */
  | { readonly kind: "reschedule"; readonly wait: number };

/** What comes of one process of a task. */
export type PokeResult = PokeOutcome | Broken;
