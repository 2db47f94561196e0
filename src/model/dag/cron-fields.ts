// Reads the fields of a cron expression as croniter does, with which Airflow reads them.
// https://github.com/pallets-eco/croniter, `_expand`

/** Why an expression is none, in words that follow its quotation. */
export class CronFieldError extends Error {}

/** What a field lets through: numbers, any, or the last day of a month. */
export type CronValue = number | "*" | "l";

/** A day of the week by how often it has come in its month: from 1 to 5, or for the last time. */
type Nth = number | "l";

export interface CronFields {
  /** Minute, hour, day, month and day of the week; then, where there are more, second and year. */
  readonly values: readonly (readonly CronValue[])[];
  /** Of each day of the week that is limited so. */
  readonly nth: ReadonlyMap<number, ReadonlySet<Nth>>;
  /** The day of the month whose nearest weekday is meant (`15W`). */
  readonly nearestWeekday: number | undefined;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: Readonly<Record<string, number | "l">>;
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "sun mon tue wed thu fri sat".split(" ");

const numbered = (words: readonly string[], first: number) =>
  Object.fromEntries(words.map((word, index) => [word, index + first]));

const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59, words: {} },
  { name: "hour", min: 0, max: 23, words: {} },
  { name: "day", min: 1, max: 31, words: { l: "l" } },
  { name: "month", min: 1, max: 12, words: numbered(months, 1) },
  { name: "day of the week", min: 0, max: 6, words: numbered(weekdays, 0) },
  { name: "second", min: 0, max: 59, words: {} },
  { name: "year", min: 1970, max: 2099, words: {} },
];
const [day, weekday] = [2, 4];

/** Airflow's names, as they are written, and croniter's, in any letters. */
const presets: Readonly<Record<string, string>> = { "@quarterly": "0 0 1 */3 *" };
const aliases: Readonly<Record<string, string>> = {
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** @throws {CronFieldError} */
export function readCronFields(expression: string): CronFields {
  const lower = (presets[expression] ?? expression).toLowerCase();
  const texts = (aliases[lower] ?? lower).match(/[^ \t\n\r\f\v]+/g) ?? [];
  if (texts.length < 5 || texts.length > 7) {
    throw new CronFieldError(
      `it has ${texts.length} fields, and Airflow's have five (minute, hour, day, month, day of the week), ` +
        "with a second and a year behind them if need be",
    );
  }
  const nth = new Map<number, Set<Nth>>();
  const read = texts.map((text, index) => readField(index, text, nth));
  const nearest = /^(?:(\d+)w|w(\d+))$/.exec(texts[day] ?? "");
  const values = read.map((found, index) => {
    const { min, max } = fields[index] as Field;
    if (found.includes("*") && found.length === 1) return found;
    // A day of the week beside all days of the month, spelled out, still adds its days to them.
    const other = index === day ? texts[weekday] : index === weekday ? texts[day] : "*";
    return found.length === max - min + 1 && other?.includes("*") ? (["*"] as const) : found;
  });
  const plainDays = (values[weekday] ?? []).filter((value) => value !== "*" && !nth.has(Number(value)));
  if (nth.size > 0 && plainDays.length > 0 && values[weekday]?.length !== 7) {
    throw new CronFieldError("it mixes days of the week with and without a #");
  }
  return { values, nth, nearestWeekday: nearest ? Number(nearest[1] ?? nearest[2]) : undefined };
}

function readField(index: number, text: string, nth: Map<number, Set<Nth>>): CronValue[] {
  const field = fields[index] as Field;
  const refuse = (part: string) => new CronFieldError(`its ${field.name} ${JSON.stringify(part)} is none`);
  let drawn = draw(field, text);
  if (drawn === undefined) throw refuse(text);
  if (drawn === "?" && (index === day || index === weekday)) drawn = "*";
  const parts = drawn.split(",");
  const values = parts.flatMap((part) => {
    const nearest = index === day ? /^(?:(\d+)w|w(\d+))$/.exec(part) : null;
    const plain = nearest ? (nearest[1] ?? nearest[2] ?? "") : part;
    if (nearest && parts.length > 1) throw refuse(text);
    const found = readPart(field, plain, index === weekday ? nth : undefined);
    if (!found) throw refuse(part);
    return found;
  });
  return [...new Set(values)].sort((a, b) => order(a) - order(b));
}

/** Any first, the last day at the end. */
const order = (value: CronValue) => (value === "*" ? -1 : value === "l" ? 99 : value);

/** One item of a list; undefined when it is none. */
function readPart(field: Field, part: string, nth?: Map<number, Set<Nth>>): CronValue[] | undefined {
  const limited = nth && /^(?:((?:[a-z]{3}-[a-z]{3})|\w+)#|l)(\d+)$/.exec(part);
  if (limited) {
    const [, days, count = ""] = limited;
    const which = days === undefined ? "l" : Number(count);
    if (which !== "l" && (which < 1 || which > 5)) return undefined;
    const found = readPart(field, days ?? count);
    for (const value of found ?? []) {
      const known = nth.get(Number(value)) ?? new Set();
      nth.set(Number(value), known.add(which));
    }
    return found;
  }
  const spread = readRange(field, part);
  const found = spread ?? [single(field, part)];
  const good = found.every(
    (value) =>
      value === "*" || value === "l" || (value !== undefined && value >= field.min && value <= field.max),
  );
  return good ? (found as CronValue[]) : undefined;
}

/** A number, a name, `*` or `l`. */
function single({ words, max }: Field, text: string): CronValue | undefined {
  if (text === "*") return "*";
  const value = /^\d+$/.test(text) ? Number(text) : Object.hasOwn(words, text) ? words[text] : undefined;
  // Sunday is 7, too.
  return value === 7 && max === 6 ? 0 : value;
}

/** The numbers of a range, with or without a step; undefined when it is none; empty when it is a wrong one. */
function readRange(field: Field, part: string): (number | undefined)[] | undefined {
  const form = /^([^-]+)-([^-/]+)(?:\/(\d+))?$/;
  const written = form.exec(part.replace(/^\*(\/.+)$/, `${field.min}-${field.max}$1`));
  const match = written ?? form.exec(part.replace(/^(.+)\/(.+)$/, `$1-${field.max}/$2`));
  if (!match) return undefined;
  const [, from = "", to = "", by = "1"] = match;
  const low = single(field, from);
  const high = to === "l" && field.name === "day" ? 31 : single(field, to);
  const step = Number(by);
  const wrong = [undefined];
  if (typeof low !== "number" || typeof high !== "number" || step === 0) return wrong;
  if (Math.max(low, high) > field.max) return wrong;
  if (low === high) return written ? numbers(field.min, field.max, step) : [low];
  return low < high ? numbers(low, high, step) : wrapped(field, low, high, step);
}

/** A range over the end of the field, such as `22-2`. */
function wrapped({ min, max }: Field, low: number, high: number, step: number): number[] {
  const before = numbers(low, max, step);
  const last = before.at(-1) ?? max;
  const skipped = max - last;
  const skip = last - min + step > max - min + 1 && skipped < step ? step - skipped : 0;
  return [...before, ...numbers(min + skip, high, step)];
}

function numbers(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, at) => from + at * step);
}

/** `R`, `R(1-5)`, `R/15`: drawn anew each time that the expression is read. Undefined when it is a wrong one. */
function draw({ min, max }: Field, text: string): string | undefined {
  const match = /^([hr])(?:\((\d+)-(\d+)\))?(?:\/(\d+))?$/.exec(text);
  if (!match) return text;
  const [, kind, begin, end, divisor] = match;
  // `H` hashes an id, which Airflow gives none.
  if (kind === "h" || divisor === "0") return undefined;
  const [low, high] = begin === undefined ? [min, max] : [Number(begin), Number(end)];
  if (begin !== undefined && (low >= high || low < min || high > max)) return undefined;
  const top = divisor === undefined ? high : Math.min(low + Number(divisor) - 1, high);
  const drawn = low + Math.floor(Math.random() * (top - low + 1));
  return divisor === undefined || drawn === high ? String(drawn) : `${drawn}-${high}/${divisor}`;
}
