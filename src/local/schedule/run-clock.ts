// Ends a run that takes longer than Airflow's dagrun_timeout allows, or all its work when it is to fail fast.
import type { DagRun } from "./task-instance.ts";
import { timerMs } from "./timer.ts";

export class RunLimit {
  /** Aborted when the time is up, or with the whole runner. */
  readonly signal: AbortSignal;
  /** Of all but teardowns: aborted with the run, too. */
  readonly work: AbortSignal;
  readonly #work = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;

  /**
   * @param seconds from now; undefined means no limit
   * @param runner aborted when the whole runner stops
   */
  constructor(run: DagRun, seconds: number | undefined, runner: AbortSignal) {
    const expired = new AbortController();
    this.signal = AbortSignal.any([runner, expired.signal]);
    this.work = AbortSignal.any([this.signal, this.#work.signal]);
    if (seconds === undefined) return;
    this.#timer = setTimeout(() => {
      run.timedOut = true;
      expired.abort();
    }, timerMs(seconds));
  }

  stopWork(): void {
    this.#work.abort();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
