// Makes one list of several, as `mapping.py` does in Airflow.
import { MissingValueError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import type { Combination } from "./expression.ts";

/** @throws {MissingValueError} when one of them is no list */
export function combine(how: Combination, values: readonly JsonValue[]): JsonValue {
  const lists = values.map((value, index) => {
    if (Array.isArray(value)) return value as readonly JsonValue[];
    throw new MissingValueError(
      `List ${index + 1} of those to ${verbs[how]} is ${nameOfValue(value)}, and no list.`,
    );
  });
  switch (how) {
    case "zip": {
      const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
      return Array.from({ length }, (_, index) => lists.map((list) => list[index] ?? null));
    }
    case "concat":
      return lists.flat(1);
    case "cross":
      return lists.reduce<readonly JsonValue[][]>(
        (tuples, list) => tuples.flatMap((tuple) => list.map((element) => [...tuple, element])),
        [[]],
      );
  }
}

const verbs: Readonly<Record<Combination, string>> = {
  zip: "zip",
  concat: "concatenate",
  cross: "cross",
};

/** What kind of JSON a value is, as a sentence names it. */
export function nameOfValue(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "a number";
    case "boolean":
      return "a boolean";
    default:
      return "an object";
  }
}
