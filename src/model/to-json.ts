// Turns values into what JSON carries, and refuses what JSON would silently change or Airflow cannot store.
import type { JsonValue } from "./json.ts";
import { textProblem } from "./stored-text.ts";

/** MySQL, where Airflow may keep its data, takes no JSON that is nested deeper. */
const deepest = 100;

/** Airflow takes objects with these keys for classes of its own: it refuses them, or reads another value. */
const reserved = [["__classname__"], ["__id__"], ["__type", "__var"]];

/**
 * `value` as JSON data; properties that are undefined are left out, and undefined itself is null.
 *
 * @param path how the value is called in the error
 * @throws TypeError naming the path of a Date, NaN, bigint, function or anything else that JSON cannot carry, and of
 *   what some database or some version of Airflow cannot store
 */
export function toJson(value: unknown, path: string): JsonValue {
  return convert(value, path, new Map());
}

/** @param around the objects that the value is a part of, and their paths */
function convert(value: unknown, path: string, around: Map<unknown, string>): JsonValue {
  if (around.size >= deepest) throw new TypeError(`${shorten(path)} is more than ${deepest} levels deep.`);
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return checkedText(value, path);
  if (typeof value === "number" && Number.isFinite(value)) return checkedNumber(value, path);
  if (!Array.isArray(value) && !isPlainObject(value)) throw new TypeError(stranger(value, path));
  const whole = around.get(value);
  if (whole !== undefined) {
    throw new TypeError(`${path} is ${whole} itself: a circle, which JSON cannot carry. Leave it out.`);
  }
  around.set(value, path);
  const json = convertParts(value, path, around);
  around.delete(value);
  return json;
}

function convertParts(
  value: readonly unknown[] | Record<string, unknown>,
  path: string,
  around: Map<unknown, string>,
): JsonValue {
  if (isList(value)) return value.map((item, index) => convert(item, `${path}[${index}]`, around));
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  checkKeys(
    entries.map(([key]) => key),
    path,
  );
  return Object.fromEntries(entries.map(([key, entry]) => [key, convert(entry, `${path}.${key}`, around)]));
}

function isList(value: readonly unknown[] | Record<string, unknown>): value is readonly unknown[] {
  return Array.isArray(value);
}

/** What to make of what JSON cannot carry, by class. */
const remedies: Readonly<Record<string, string>> = {
  Date: "Make text of it: date.toISOString().",
  bigint: "Make text of it: String(number).",
  Map: "Make an object of it: Object.fromEntries(map).",
  Set: "Make a list of it: [...set].",
};

function stranger(value: unknown, path: string): string {
  const what =
    typeof value === "object" && value !== null ? (value.constructor?.name ?? "object") : typeof value;
  const shown = typeof value === "number" ? String(value) : `${/^[aeiou]/i.test(what) ? "an" : "a"} ${what}`;
  const remedy = remedies[what] ?? "Use text, numbers, lists and plain objects.";
  return `${path} is ${shown}, which JSON cannot carry. ${remedy}`;
}

/** @throws TypeError when the keys of an object cannot be stored */
export function checkKeys(keys: readonly string[], path: string): void {
  for (const key of keys) checkedText(key, `A key of ${path}`);
  const found = reserved.find((some) => some.every((key) => keys.includes(key)));
  if (!found) return;
  throw new TypeError(
    `${path} has the key ${found.join(" and ")}, which Airflow reserves. Use another name.`,
  );
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether JSON has all digits of the number: from 1e21 on it is written with an exponent, as what it is. */
function checkedNumber(value: number, path: string): number {
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21) return value;
  throw new TypeError(
    `${path} is an integer beyond 2^53, of which a JavaScript number has not all digits. Make text of it.`,
  );
}

function checkedText(text: string, path: string): string {
  const problem = textProblem(text);
  if (problem === undefined) return text;
  throw new TypeError(`${shorten(path)} ${problem}`);
}

function shorten(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}...` : path;
}
