// Model values as Python expressions: durations, dates, JSON, params.
import { withPythonPatterns } from "../../model/dag/python-pattern.ts";
import type { JsonValue } from "../../model/json.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import { formSchema } from "./param-form.ts";
import { atom, call, dict, type Layout, list, text } from "./python-layout.ts";
import { pythonLiteral, pythonNumber, pythonString } from "./python-literal.ts";

export type Keyword = readonly [name: string, value: Layout];

export const literal = (value: JsonValue): Layout => atom(pythonLiteral(value));

/** Markdown, a line of it on each line. A value that ends in `.md` would be read as a path. */
export function markdown(doc: string): Layout {
  return text(`${doc}\n`.split(/(?<=\n)/));
}

/** A `timedelta` in the largest unit that needs no fraction. */
export function duration(seconds: number): Layout {
  const units = [
    ["days", 86_400],
    ["hours", 3_600],
    ["minutes", 60],
  ] as const;
  const [unit, size] = units.find(([, length]) => seconds > 0 && seconds % length === 0) ?? ["seconds", 1];
  return call("timedelta", [[unit, atom(pythonNumber(seconds / size))]]);
}

/** A wall-clock date (`2021-07-02`, `2021-07-02T06:00`) in a time zone. */
export function date(wallClock: string, timezone: string): Layout {
  const parts = wallClock.split(/[-T:]/).map((part) => atom(String(Number(part))));
  return call("pendulum.datetime", [["tz", atom(pythonString(timezone))]], parts);
}

/** JSON, laid out over several lines where it does not fit. */
export function json(value: JsonValue): Layout {
  if (Array.isArray(value)) return list(value.map((item) => json(item)));
  if (typeof value === "object" && value !== null) {
    return dict(Object.entries(value).map(([key, entry]) => [key, json(entry)]));
  }
  return literal(value);
}

/** Airflow's Param: the default first, where there is one, then the JSON Schema's keywords. */
export function param({ default: initial, ...schema }: JsonSchema): Layout {
  const entries = Object.entries(withPythonPatterns(formSchema(schema))).filter(
    ([, value]) => !isSafeIntegerBound(value),
  );
  const keywords = entries.map(([key, value]): Keyword => [key, json(value)]);
  // JSON Schema has keywords that are no Python names: `$defs`, `not`, `if`.
  const plain = keywords.filter(
    ([key]) => /^[a-z][A-Za-z]*$/.test(key) && key !== "not" && key !== "if" && key !== "else",
  );
  const odd = keywords.filter((keyword) => !plain.includes(keyword));
  const given = initial === undefined ? [] : [json(initial)];
  return call("Param", plain, [...given, ...(odd.length > 0 ? [spread(dict(odd))] : [])]);
}

function spread(entries: Layout): Layout {
  return entries.kind === "group" ? { ...entries, open: `**${entries.open}` } : entries;
}

/** zod bounds every integer by what a double holds exactly; that says nothing to a person. */
function isSafeIntegerBound(value: JsonValue | undefined): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
}
