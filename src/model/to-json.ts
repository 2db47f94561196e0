// Turns values into what JSON carries, and refuses what JSON would silently change.
import type { JsonValue } from "./json.ts";

/**
 * `value` as JSON data; properties that are undefined are left out, and undefined itself is null.
 *
 * @param path how the value is called in the error
 * @throws TypeError naming the path of a Date, NaN, bigint, function or anything else that JSON cannot carry
 */
export function toJson(value: unknown, path: string): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => toJson(item, `${path}[${index}]`));
  if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return Object.fromEntries(entries.map(([key, entry]) => [key, toJson(entry, `${path}.${key}`)]));
  }
  const what = typeof value === "object" ? (value.constructor?.name ?? "object") : String(typeof value);
  const shown = typeof value === "number" ? String(value) : `a ${what}`;
  throw new TypeError(
    `${path} is ${shown}, which JSON cannot carry. Use text, numbers, lists and plain objects.`,
  );
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
