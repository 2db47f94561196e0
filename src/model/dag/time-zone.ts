// The clocks of a time zone, read as pendulum does for Airflow.

const longestOffset = 15 * 3_600_000;

/** A name of the IANA database. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** What clocks show at an instant, as the instant at which they would show it in UTC. Both in milliseconds. */
  clockAt(instant: number): number {
    return instant + this.#offsetAt(instant);
  }

  /**
   * The instant at which clocks show this: the second of the two, where they were put back in between; as if they
   * had not been put forward yet, where they leave it out.
   */
  instantOf(clock: number): number {
    const offsets = [this.#offsetAt(clock - longestOffset), this.#offsetAt(clock + longestOffset)];
    const fitting = offsets.filter((offset) => this.#offsetAt(clock - offset) === offset);
    return clock - Math.min(...(fitting.length > 0 ? fitting : offsets));
  }

  #offsetAt(instant: number): number {
    const parts = this.#format.formatToParts(instant);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((each) => each.type === type)?.value);
    const clock = new Date(0);
    clock.setUTCFullYear(part("year"), part("month") - 1, part("day"));
    clock.setUTCHours(part("hour"), part("minute"), part("second"));
    // Rounded down, as the parts are.
    return clock.getTime() - Math.floor(instant / 1000) * 1000;
  }
}
