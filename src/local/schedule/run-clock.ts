// The clock of one run: ends it when it takes longer than Airflow's dagrun_timeout allows, or all its work when it is to
// fail fast; and tells of the deadlines that it misses.
import type { DagRun, Deadline } from "./task-instance.ts";
import { longestTimerMs, timerMs } from "./timer.ts";

export class RunClock {
  readonly #run = new AbortController();
  readonly #work = new AbortController();
  readonly #timers: NodeJS.Timeout[];

  /**
   * @param timeout seconds from now; undefined means no limit
   * @param missed called when the run is still under way at a deadline, or begins behind it
   */
  constructor(
    run: DagRun,
    timeout: number | undefined,
    deadlines: readonly Deadline[],
    missed: (deadline: Deadline) => void,
  ) {
    const expire = () => {
      run.timedOut = true;
      this.stop();
    };
    const now = Date.now();
    this.#timers = [
      ...(timeout === undefined ? [] : [setTimeout(expire, timerMs(timeout))]),
      // No timer waits longer, and no local run lasts as long.
      ...deadlines
        .filter(({ time }) => time - now <= longestTimerMs)
        .map((deadline) => setTimeout(missed, Math.max(deadline.time - now, 0), deadline)),
    ];
  }

  /** Aborted when the time is up, or with the whole runner. */
  get signal(): AbortSignal {
    return this.#run.signal;
  }

  /** Of all but teardowns: aborted with the run, too. */
  get work(): AbortSignal {
    return this.#work.signal;
  }

  /** @param reason of the runner's stop; absent when the time is up */
  stop(reason?: unknown): void {
    this.#run.abort(reason);
    this.#work.abort(reason);
  }

  stopWork(): void {
    this.#work.abort();
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
