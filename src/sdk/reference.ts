// Typed run-time expressions: what stands in a DAG file for a value that only a run knows.
import type { Expression } from "../model/expression/expression.ts";
import { checkKeys, isPlainObject, toJson } from "../model/to-json.ts";

/** Where a reference keeps its expression; the same symbol in every copy of this module. */
export const expressionOf: unique symbol = Symbol.for("windsock.expression");

/** A value of type `T` that only a run knows. A task is a reference to its output. */
export interface Reference<T> {
  readonly [expressionOf]: Expression;
  /** Only a type; nothing is ever there. */
  readonly "~value"?: T | undefined;
}

// With `noUncheckedIndexedAccess`, an index signature alone would make each item possibly undefined.
type LowIndex = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A reference whose fields are references too. */
export type Fields<T> = Reference<T> &
  (T extends readonly [unknown, ...unknown[]]
    ? { readonly [Index in keyof T & `${number}`]: Fields<T[Index]> }
    : T extends readonly (infer Item)[]
      ? { readonly [index: number]: Fields<Item> } & { readonly [K in LowIndex]: Fields<Item> }
      : T extends object
        ? { readonly [K in keyof T]-?: Fields<Exclude<T[K], undefined>> }
        : unknown);

/** What may be given where a run will see a `T`: the value itself, or a reference to one, at any depth. */
export type Wired<T> =
  | Reference<T>
  | (T extends readonly (infer Item)[]
      ? readonly Wired<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Wired<T[K]> }
        : T);

/** What a run sees where {@link Wired} values are given: the values of references, at any depth. */
export type Read<Given> =
  Given extends Reference<infer Value>
    ? Value
    : Given extends object
      ? { -readonly [Key in keyof Given]: Read<Given[Key]> }
      : Given;

/** A reference without fields of its own. */
export function reference<T>(expression: Expression): Reference<T> {
  return Object.freeze({ [expressionOf]: expression, ...refusals });
}

/**
 * A reference whose properties lead deeper into its value.
 *
 * @param own what it has of its own, by symbols
 */
export function fields<T>(
  at: (path: readonly (string | number)[]) => Expression,
  own: object = {},
): Fields<T> {
  const make = (path: readonly (string | number)[], root: object): unknown =>
    new Proxy(Object.freeze({ ...root, ...reference(at(path)) }), {
      get(target, key) {
        if (typeof key === "symbol" || key === "toJSON") return Reflect.get(target, key);
        return make([...path, /^\d+$/.test(key) ? Number(key) : key], {});
      },
    });
  return make([], own) as Fields<T>;
}

function isReference(value: unknown): value is Reference<unknown> {
  return typeof value === "object" && value !== null && expressionOf in value;
}

/**
 * Plain values and references, nested at will, as one expression.
 *
 * @throws TypeError naming the path of a value JSON cannot carry
 */
export function toExpression(value: unknown, path = "input"): Expression {
  if (isReference(value)) return value[expressionOf];
  if (Array.isArray(value)) {
    return { kind: "list", items: value.map((item, index) => toExpression(item, `${path}[${index}]`)) };
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    checkKeys(
      entries.map(([key]) => key),
      path,
    );
    return {
      kind: "object",
      entries: Object.fromEntries(
        entries.map(([key, entry]) => [key, toExpression(entry, `${path}.${key}`)]),
      ),
    };
  }
  return { kind: "literal", value: toJson(value, path) };
}

/** What makes text or a number of a value: nobody may, of one that only a run knows. */
export const refusals = { [Symbol.toPrimitive]: refuseConversion, toJSON: refuseConversion } as const;

function refuseConversion(): never {
  throw new TypeError(
    "A run-time expression was used as plain text or as a number; its value is only known in a run. " +
      "Compose text with the t`...` template instead.",
  );
}
