// The log of a task.

/** Writes lines to the task's log, level first. Secrets of the task's connections are masked. */
export interface Logger {
  /** What helps to find a fault; Airflow shows it like all other lines. */
  debug(message: string): void;
  /** What happened. */
  info(message: string): void;
  /** What should be looked at, although the work goes on. */
  warning(message: string): void;
  /** What failed. */
  error(message: string): void;
}
