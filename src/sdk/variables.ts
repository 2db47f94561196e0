// Variables that tasks write: declared once, with a schema that readers and writers share.
import type * as z from "zod";
import type { Expression } from "../model/expression/expression.ts";
import type { IfJson } from "../model/json.ts";
import { fallbackOf } from "./expressions.ts";
import { type Fields, fields } from "./reference.ts";

type Schema = z.core.$ZodType;

/** Where a variable keeps what it is; the same symbol in every copy of this module. */
const definitionOf: unique symbol = Symbol.for("windsock.variable");

/** What a variable is. @internal */
export interface VariableDefinition {
  readonly key: string;
  readonly schema: Schema;
  /** Whether it is stored as it is, and not as JSON. */
  readonly isText: boolean;
}

/** An Airflow Variable that tasks read and write. Made by `defineVariable`. */
export type Variable<S extends Schema = Schema> = Fields<z.output<S>> & {
  /** @internal */
  readonly [definitionOf]: VariableDefinition & { readonly schema: S };
};

/** Any variable, where its schema does not matter. */
type AnyVariable = { readonly [definitionOf]: VariableDefinition };

/** What a task does to Variables: it is done when the task has succeeded, in the order it was asked for. */
export interface Variables {
  /**
   * Sets a Variable, at the end of a try that succeeds.
   *
   * @param value checked by the schema of the variable; stored is what that makes of it
   * @throws AirflowFailException when it does not fit
   */
  set<S extends Schema>(
    variable: { readonly [definitionOf]: { readonly schema: S } },
    value: z.input<S>,
  ): void;
  /** Deletes a Variable, at the end of a try that succeeds. It need not be there. */
  delete(variable: { readonly [definitionOf]: object }): void;
}

/**
 * Defines an Airflow Variable that tasks write. It stands in the input of tasks as `variable` does; in a task,
 * `variables.set` writes it. Text is stored as it is (`z.string()`, `z.iso.date()`, `z.enum([...])`, text literals), all else
 * as JSON.
 *
 * @param key the Variable's key
 * @param schema of its value, without transformations that need to wait; what it parses to must survive JSON
 * @param options.fallback read when the Variable does not exist; without it the task that reads it fails
 *
 * @example
 * import { Dag, defineVariable, type TaskArgs } from "windsock";
 * import * as z from "zod";
 *
 * const watermark = defineVariable("listings_watermark", z.object({ id: z.int() }), { fallback: { id: 0 } });
 *
 * const dag = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
 * dag.task("load", ({ input, variables }: TaskArgs<{ after: number }>) => {
 *   variables.set(watermark, { id: input.after + 100 });
 * })({ after: watermark.id });
 */
export function defineVariable<S extends Schema>(
  key: string,
  schema: S & IfJson<z.output<S>, "variable", unknown>,
  options: { readonly fallback?: z.output<S> } = {},
): Variable<S> {
  const isText = storedAsText(schema);
  const fallback = fallbackOf(key, options.fallback);
  const definition: VariableDefinition = { key, schema, isText };
  const at = (path: readonly (string | number)[]): Expression => ({
    ...{ kind: "variable", key, json: !isText, path, fallback },
    mayBeWritten: true,
  });
  return fields(at, { [definitionOf]: definition }) as Variable<S>;
}

/** What the variable is. @internal */
export function variableDefinition(variable: AnyVariable): VariableDefinition {
  return variable[definitionOf];
}

/** Whether all values of the schema are text. */
function storedAsText(schema: Schema): boolean {
  const { def } = schema._zod as {
    readonly def: { readonly type: string; readonly values?: readonly unknown[] };
  };
  if (def.type === "literal") return (def.values ?? []).every((value) => typeof value === "string");
  return ["string", "template_literal"].includes(def.type) || isTextEnum(schema);
}

function isTextEnum(schema: Schema): boolean {
  const { def, values } = schema._zod;
  return def.type === "enum" && [...(values ?? [])].every((value) => typeof value === "string");
}
