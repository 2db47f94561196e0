// What a date is where a person writes one: in a DAG, on a command line, in a test. In which time zone a date
// without an offset is read, its reader says.

const clock = "(?:[01]\\d|2[0-3]):[0-5]\\d";

/** Fractions of a second are for instants that some program wrote: these have an offset. */
const form = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\d)(?:T(${clock}(?::[0-5]\\d(?:\\.\\d{1,9}(?=Z|[+-]))?)?)(Z|[+-]${clock})?)?$`,
);

/** The parts of a date, as they were written. */
export interface DateText {
  /** `2021-07-02`, a day that exists. */
  readonly day: string;
  /** `06:00` or `06:00:30`; null for a day alone. */
  readonly time: string | null;
  /** `Z` or `+02:00`; null when the reader's time zone holds. */
  readonly offset: string | null;
}

/** The parts of `2021-07-02`, `2021-07-02T06:00`, `2021-07-02T06:00:30+02:00`; null when it is no date. */
export function readDate(text: string): DateText | null {
  const [, day, time = null, offset = null] = form.exec(text) ?? [];
  // JavaScript takes a day that does not exist (30 February) for a later one.
  if (day === undefined || !new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)) return null;
  return { day, time, offset };
}

/** The parts of a date without an offset; null when it has one, or is no date. */
export function readWallClock(text: string): DateText | null {
  const date = readDate(text);
  return date?.offset === null ? date : null;
}

/** The instant of a date, which is read in UTC when it has no offset; null when it is no date. */
export function readInstant(text: string): Date | null {
  const date = readDate(text);
  return date && new Date(`${date.day}T${date.time ?? "00:00"}${date.offset ?? "Z"}`);
}
