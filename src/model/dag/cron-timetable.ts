// The data intervals of a cron expression, as Airflow's CronDataIntervalTimetable has them where clocks are put
// forward and back, too.
import { CronTicks } from "./cron-ticks.ts";

/** Instants are in milliseconds. */
export class CronTimetable {
  readonly #ticks: CronTicks;

  constructor(expression: string, timezone: string) {
    this.#ticks = new CronTicks(expression, timezone);
  }

  /** The intervals that begin at `from` or later, until none comes. */
  *intervals(from: Date): Generator<{ start: Date; end: Date }> {
    const first = this.#ticks.align(from.getTime(), "next");
    for (let start = first; start !== null; start = this.#after(start, first ?? start)) {
      const end = this.#ticks.tick(start, "next");
      if (end === null) return;
      yield { start: new Date(start), end: new Date(end) };
    }
  }

  /** The start of the interval after the one that begins at `start`, as Airflow 3 finds it. */
  #after(start: number, first: number): number | null {
    const end = this.#ticks.tick(start, "next");
    const aligned = end === null ? null : this.#ticks.align(end, "previous");
    if (aligned === null) return null;
    const next = Math.max(aligned, first);
    if (next > start) return next;
    // An hour that clocks leave out led back to where it came from. Airflow 2 stays there for good.
    const later = this.#ticks.tick(next, "next");
    return later !== null && later > start ? later : null;
  }
}
