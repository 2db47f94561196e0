// Operators: reusable tasks with a checked input and a checked output.
import type * as z from "zod";
import type { IfJson } from "../model/json.ts";
import type { Clients, Hooks, TaskArgs } from "./task-handler.ts";

type Schema = z.core.$ZodType;

/** An operator: what `dag.task` makes tasks of. Made by `defineOperator`. */
export interface Operator<Input extends Schema, Output extends Schema, H extends Hooks> {
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  readonly connections: H;
  /** The work. */
  readonly run: (args: TaskArgs<z.output<Input>, Clients<H>>) => Promise<z.input<Output>> | z.input<Output>;
}

/** Any operator, where its schemas do not matter. */
export interface AnyOperator {
  readonly name: string;
  readonly input?: Schema | undefined;
  readonly output?: Schema | undefined;
  readonly connections?: Hooks | undefined;
  run(args: never): unknown;
}

/** What an operator is made of; see `defineOperator`. */
export interface OperatorSpec<Input extends Schema, Output extends Schema, H extends Hooks> {
  /** The operator's name in Airflow's UI, such as `S3UserCleanOperator`. */
  readonly name: string;
  /**
   * Schema of the input, checked before `run` starts.
   *
   * @default an empty object
   */
  readonly input?: Input & IfJson<z.input<Input>, "input", unknown>;
  /**
   * Schema of what `run` returns, checked before it is passed on. What it parses to must survive JSON.
   *
   * @default nothing is returned
   */
  readonly output?: Output & IfJson<z.output<Output>, "output", unknown>;
  /**
   * The connections it needs, by a name of its own. Only these reach the task's process.
   *
   * @default none
   */
  readonly connections?: H;
  /** The work. Returning ends in success; see also AirflowSkipException and AirflowFailException. */
  readonly run: (args: TaskArgs<z.output<Input>, Clients<H>>) => Promise<z.input<Output>> | z.input<Output>;
}

/**
 * Defines an operator. Export it from a module of its own, so that its bundle holds nothing else; the doc
 * comment above it becomes the docs of its tasks in Airflow's UI.
 *
 * @example
 * import { defineOperator } from "windsock";
 * import { objectStore } from "windsock/hooks";
 * import * as z from "zod";
 *
 * export const sizeOfObject = defineOperator({
 *   name: "SizeOfObjectOperator",
 *   input: z.object({ bucket: z.string(), key: z.string() }),
 *   output: z.object({ bytes: z.number().int() }),
 *   connections: { store: objectStore },
 *   async run({ input, connections }) {
 *     const info = await connections.store.head(input.bucket, input.key);
 *     return { bytes: info?.size ?? 0 };
 *   },
 * });
 */
export function defineOperator<
  Input extends Schema = z.ZodObject<Record<never, never>>,
  Output extends Schema = z.ZodVoid,
  H extends Hooks = Record<never, never>,
>(spec: OperatorSpec<Input, Output, H>): Operator<Input, Output, H> {
  return spec as Operator<Input, Output, H>;
}
