// Counts what has happened so far.
import type { Survey } from "../plan/survey.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";

export class Tally {
  readonly total: number;
  /** Runs that had nothing left to do from the start. */
  readonly kept: number;
  readonly running = new Set<TaskInstance>();
  /** Runs ended, the kept ones included. */
  ended = 0;
  success = 0;
  retries = 0;
  failed = 0;
  upstreamFailed = 0;
  skipped = 0;
  readonly #startedAt = Date.now();

  constructor({ total, kept }: Survey) {
    this.total = total;
    this.kept = kept;
  }

  count(event: RunEvent): void {
    if (event.kind === "run-finished") this.ended += 1;
    if (event.kind === "try-started") this.running.add(event.instance);
    if (event.kind === "retry" || event.kind === "task-finished") this.running.delete(event.instance);
    if (event.kind === "retry") this.retries += 1;
    if (event.kind !== "task-finished") return;
    const { state } = event.instance;
    if (state === "success") this.success += 1;
    if (state === "skipped") this.skipped += 1;
    if (state === "failed") this.failed += 1;
    if (state === "upstream_failed") this.upstreamFailed += 1;
  }

  /** Milliseconds. */
  get elapsed(): number {
    return Date.now() - this.#startedAt;
  }

  /** Milliseconds until the end if runs take as long as so far; null while there is nothing to go by. */
  get remaining(): number | null {
    const done = this.ended - this.kept;
    return done > 0 ? (this.elapsed / done) * (this.total - this.ended) : null;
  }
}
