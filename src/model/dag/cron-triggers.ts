// The ticks of one or several cron expressions, as Airflow's CronTriggerTimetable and MultipleCronTriggerTimetable
// make runs at them.
import { CronTicks } from "./cron-ticks.ts";

/**
 * The ticks at `from` or later, each once, until none comes.
 *
 * @throws {UserError} when Airflow does not take one of the expressions
 */
export function* cronTriggers(expressions: readonly string[], timezone: string, from: Date): Generator<Date> {
  const all = expressions.map((expression) => new CronTicks(expression, timezone));
  let tick = earliest(all.map((ticks) => ticks.align(from.getTime(), "next")));
  while (tick !== null) {
    yield new Date(tick);
    const last = tick;
    tick = earliest(all.map((ticks) => ticks.tick(last, "next")));
  }
}

/** Airflow makes no more runs as soon as one of the expressions names no more dates. */
function earliest(ticks: readonly (number | null)[]): number | null {
  const known = ticks.filter((tick) => tick !== null);
  return known.length === ticks.length && known.length > 0 ? Math.min(...known) : null;
}
