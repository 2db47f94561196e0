// Reads the values cac hands over: it turns what looks like a number into one, and repeats into lists.
import { UsageError } from "../model/errors.ts";

export type Options = Readonly<Record<string, unknown>>;

/** Every value of an option that may be repeated. */
export function texts(options: Options, name: string): string[] {
  const value = options[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** @throws {UsageError} when it is given twice */
export function text(options: Options, name: string): string | undefined {
  const values = texts(options, name);
  if (values.length > 1) throw new UsageError(`--${name} is given ${values.length} times. Give it once.`);
  return values[0];
}

/** @throws {UsageError} when it is not a number, or below `minimum` */
export function number(options: Options, name: string, flag: string, minimum: number): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value >= minimum) return value;
  throw new UsageError(`${flag} ${String(value)} is not a number of at least ${minimum}.`);
}
