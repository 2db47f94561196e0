// Ends a run that takes longer than Airflow's dagrun_timeout allows.
import type { DagRun } from "./task-instance.ts";
import { timerMs } from "./timer.ts";

export class RunLimit {
  /** Aborted when the time is up, or with the whole runner. */
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;

  /**
   * @param seconds from now; undefined means no limit
   * @param runner aborted when the whole runner stops
   */
  constructor(run: DagRun, seconds: number | undefined, runner: AbortSignal) {
    const expired = new AbortController();
    this.signal = AbortSignal.any([runner, expired.signal]);
    if (seconds === undefined) return;
    this.#timer = setTimeout(() => {
      run.timedOut = true;
      expired.abort();
    }, timerMs(seconds));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
