// Ends a run that takes longer than Airflow's dagrun_timeout allows.
import type { DagRun } from "./dag-run.ts";
import { timerMs } from "./timer.ts";

export class RunLimit {
  readonly #expired = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param seconds from now; undefined means no limit */
  constructor(run: DagRun, seconds: number | undefined) {
    if (seconds === undefined) return;
    this.#timer = setTimeout(() => {
      run.timedOut = true;
      this.#expired.abort();
    }, timerMs(seconds));
  }

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    return this.#expired.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
