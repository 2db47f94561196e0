// What comes of one try of a task.
import type { TaskError } from "../../model/run/task-error.ts";
import type { TaskOutcome } from "../../model/run/task-protocol.ts";

export type TryResult =
  | TaskOutcome
  /** It broke, and may be tried again. */
  | { readonly kind: "error"; readonly reason: string; readonly error?: TaskError | undefined }
  /** The runner was told to stop before it ended. */
  | { readonly kind: "stopped" };
