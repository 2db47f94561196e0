// The instants that a cron expression names, as Airflow's CronMixin has them where clocks are put forward and back, too.
import { type Cron, parseCron } from "./cron.ts";
import { TimeZone } from "./time-zone.ts";

type Direction = "next" | "previous";

/** Instants are in milliseconds; null where none comes. */
export class CronTicks {
  readonly #cron: Cron;
  readonly #zone: TimeZone;

  /** @throws {UserError} when Airflow does not take the expression */
  constructor(expression: string, timezone: string) {
    this.#cron = parseCron(expression);
    this.#zone = new TimeZone(timezone);
  }

  /** The instant itself, where an interval ends and another begins there; else the next, or the previous, such one. */
  align(instant: number, direction: Direction): number | null {
    const tick = this.tick(instant, direction);
    const back = tick === null ? null : this.tick(tick, direction === "next" ? "previous" : "next");
    // Airflow gives up where there is no way back, such as before the first of the years that are named.
    if (back === null) return null;
    return back === instant ? instant : tick;
  }

  /** The first one after, or the last one before an instant. */
  tick(instant: number, direction: Direction): number | null {
    const clock = this.#zone.clockAt(instant);
    const tick = this.#cron[direction](clock);
    if (tick === null) return null;
    // With a tick in each hour, what counts is the time that passes, not what clocks show.
    return this.#cron.everyHour ? instant + (tick - clock) : this.#zone.instantOf(tick);
  }
}
