// Why a task failed, as plain data: what its code threw, on the way to the callbacks that are told of it.
/** Why a task failed: what its code threw, or what ended it. Secrets are masked. */
export interface TaskError {
  /** Name of the error's class, such as `TypeError`; of one in Python where no code of the task had begun. */
  readonly type: string;
  readonly message: string;
  /** Where it was thrown, the innermost first, as in a stack: `loadDay (dags-ts/daily.ts:12:9)`. */
  readonly frames: readonly string[];
  /** What caused it; null where nothing is said of that. */
  readonly cause: TaskError | null;
}

/** An error of which nothing is known but what it is. */
export function plainError(type: string, message: string): TaskError {
  return { type, message, frames: [], cause: null };
}

/** The error without secrets. */
export function maskedError(
  { type, message, frames, cause }: TaskError,
  masker: { text(text: string): string },
): TaskError {
  return {
    type: masker.text(type),
    message: masker.text(message),
    frames: frames.map((frame) => masker.text(frame)),
    cause: cause && maskedError(cause, masker),
  };
}
