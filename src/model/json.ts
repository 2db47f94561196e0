// What may travel between tasks: the JSON data model (RFC 8259), as Airflow stores it in an XCom.

/** What JSON can carry, and so what may travel from task to task. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The path of the first place in `T` that JSON cannot carry, or `never` when all of it can.
 *
 * `Date`, `Map`, `bigint`, functions, symbols and `undefined` in an array are such places. An optional
 * property is fine: JSON leaves it out.
 */
type NotJson<T, Path extends string> = unknown extends T
  ? `${Path} (type unknown)`
  : T extends string | number | boolean | null
    ? never
    : T extends bigint | symbol | undefined | ((...args: never[]) => unknown) | Date | RegExp | Error
      ? Path
      : T extends
            | ReadonlyMap<unknown, unknown>
            | ReadonlySet<unknown>
            | ArrayBufferView
            | ArrayBuffer
            | Promise<unknown>
        ? Path
        : T extends readonly (infer Item)[]
          ? NotJson<Item, `${Path}[]`>
          : T extends object
            ? { [K in keyof T & string]-?: NotJson<WithoutOptional<T, K>, `${Path}.${K}`> }[keyof T & string]
            : Path;

type WithoutOptional<T, K extends keyof T> =
  Record<never, never> extends Pick<T, K> ? Exclude<T[K], undefined> : T[K];

/** A type nothing can be assigned to; its name is what `tsc` prints. */
interface JsonCannotCarry<Path extends string> {
  readonly "JSON cannot carry": Path;
}

/** `Then` when JSON can carry `T`; otherwise a type that names the offending path. */
export type IfJson<T, Path extends string, Then> = [NotJson<T, Path>] extends [never]
  ? Then
  : JsonCannotCarry<NotJson<T, Path>>;
