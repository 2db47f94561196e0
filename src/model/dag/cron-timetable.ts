// The data intervals of a cron expression, as Airflow's CronDataIntervalTimetable has them where clocks are put
// forward and back, too.
import { type Cron, parseCron } from "./cron.ts";
import { TimeZone } from "./time-zone.ts";

type Direction = "next" | "previous";

/** Instants are in milliseconds. */
export class CronTimetable {
  readonly #cron: Cron;
  readonly #zone: TimeZone;

  constructor(expression: string, timezone: string) {
    this.#cron = parseCron(expression);
    this.#zone = new TimeZone(timezone);
  }

  /** The intervals that begin at `from` or later, until none comes. */
  *intervals(from: Date): Generator<{ start: Date; end: Date }> {
    const first = this.#align(from.getTime(), "next");
    for (let start = first; start !== null; start = this.#after(start, first ?? start)) {
      const end = this.#tick(start, "next");
      if (end === null) return;
      yield { start: new Date(start), end: new Date(end) };
    }
  }

  /** The start of the interval after the one that begins at `start`, as Airflow 3 finds it. */
  #after(start: number, first: number): number | null {
    const end = this.#tick(start, "next");
    const aligned = end === null ? null : this.#align(end, "previous");
    if (aligned === null) return null;
    const next = Math.max(aligned, first);
    if (next > start) return next;
    // An hour that clocks leave out led back to where it came from. Airflow 2 stays there for good.
    const later = this.#tick(next, "next");
    return later !== null && later > start ? later : null;
  }

  /** The instant itself, where an interval ends and another begins there; else the next, or the previous, such one. */
  #align(instant: number, direction: Direction): number | null {
    const tick = this.#tick(instant, direction);
    const back = tick === null ? null : this.#tick(tick, direction === "next" ? "previous" : "next");
    // Airflow gives up where there is no way back, such as before the first of the years that are named.
    if (back === null) return null;
    return back === instant ? instant : tick;
  }

  #tick(instant: number, direction: Direction): number | null {
    const clock = this.#zone.clockAt(instant);
    const tick = this.#cron[direction](clock);
    if (tick === null) return null;
    // With a tick in each hour, what counts is the time that passes, not what clocks show.
    return this.#cron.everyHour ? instant + (tick - clock) : this.#zone.instantOf(tick);
  }
}
