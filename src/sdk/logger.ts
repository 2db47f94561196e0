// The log of a task.

/** Writes lines to the task's log, level first. Secrets of the task's connections are masked. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}
