// Callbacks: code that is told how a task or a run of a DAG goes.
import type * as z from "zod";
import type { IfJson } from "../model/json.ts";
import type {
  CallbackContext,
  DagCallbackContext,
  DeadlineCallbackContext,
  TaskCallbackContext,
} from "../model/run/callback-context.ts";
import type { Duration } from "./duration.ts";
import type { ConnectionReference } from "./expressions.ts";
import type { Logger } from "./logger.ts";
import { stackOf } from "./stack-of.ts";
import type { Clients, Hooks } from "./task-handler.ts";

type Schema = z.core.$ZodType;

/** What a callback can be called for: a task, a run of a DAG, or the deadline of a run. */
export type CallbackKind = CallbackContext["kind"];

/** What callbacks of a kind are told. */
interface Contexts {
  readonly task: TaskCallbackContext;
  readonly dag: DagCallbackContext;
  readonly deadline: DeadlineCallbackContext;
}

/** Everything the code of a callback receives; it has no other inputs. */
export interface CallbackArgs<
  Context extends CallbackContext = CallbackContext,
  Input = Record<never, never>,
  C = Record<never, never>,
> {
  /** What it is called for. */
  readonly context: Context;
  /** As its schema made it, defaults included. */
  readonly input: Input;
  /** The open clients of its hooks. */
  readonly connections: C;
  /** The log of the task; of a DAG's callbacks, that of Airflow's DAG processor; of a deadline's, one of its own. */
  readonly log: Logger;
  /** Aborted when its time is up. About four seconds then remain to clean up. */
  readonly signal: AbortSignal;
}

/** What a callback is made of; see `defineCallback`. */
export interface CallbackSpec<Input extends Schema, H extends Hooks, Kind extends CallbackKind> {
  /** Names it in logs, and its bundle: letters, digits, dashes, dots and underscores, at most 250. */
  readonly name: string;
  /**
   * What it can be called for. `"task"` makes it a callback of tasks alone, whose context needs no second look.
   *
   * @default tasks, DAGs and deadlines
   */
  readonly kind?: Kind;
  /**
   * Schema of the input. Constants are checked when the DAG is built.
   *
   * @default an empty object
   */
  readonly input?: Input & IfJson<z.input<Input>, "input", unknown>;
  /**
   * The connections it needs, by a name of its own. Only these reach its process.
   *
   * @default none
   */
  readonly connections?: H;
  /**
   * How long it may take; then it is ended. Airflow 3 itself leaves the callbacks of a task that has ended 20 seconds,
   * all together (`[core] task_success_overtime`), and a DAG processor takes 50 for a file.
   *
   * @default { seconds: 15 }
   */
  readonly timeLimit?: Duration;
  /** The work. What it throws is logged; it changes nothing of the task or the run. */
  readonly run: (args: CallbackArgs<Contexts[Kind], z.output<Input>, Clients<H>>) => Promise<void> | void;
}

/** Code of a callback, where its schemas do not matter. */
export interface AnyCallbackSpec {
  readonly name: string;
  readonly kind?: CallbackKind | undefined;
  readonly input?: Schema | undefined;
  readonly connections?: Hooks | undefined;
  readonly timeLimit?: Duration | undefined;
  run(args: never): unknown;
}

/** A callback with all that it is called with: what the options of tasks and DAGs take. */
export class Callback<Context extends CallbackContext = CallbackContext> {
  /** Only a type; nothing is ever there. */
  declare readonly "~context"?: ((context: Context) => void) | undefined;
  /** @internal */
  readonly code: AnyCallbackSpec;
  /** Stack of the definition. @internal */
  readonly stack: string;
  /** @internal */
  readonly input: unknown;
  /** Connection ids by the callback's names. @internal */
  readonly connections: Readonly<Record<string, string>>;

  /** @internal */
  constructor(
    { spec, stack }: { readonly spec: AnyCallbackSpec; readonly stack: string },
    input: unknown,
    connections: Readonly<Record<string, ConnectionReference>>,
  ) {
    this.code = spec;
    this.stack = stack;
    this.input = input;
    this.connections = Object.fromEntries(
      Object.entries(connections).map(([name, reference]) => [name, reference?.connId]),
    );
  }
}

/** What a definition is called with: the input, then the connections, each only where there are some. */
type Given<Input, H extends Hooks> = [keyof H] extends [never]
  ? Record<never, never> extends Input
    ? [input?: Input]
    : [input: Input]
  : [input: Input, connections: { readonly [Name in keyof H]: ConnectionReference }];

/** A callback that waits for its input and its connections: call it with them. Made by `defineCallback`. */
export interface CallbackDefinition<Input extends Schema, H extends Hooks, Kind extends CallbackKind> {
  (...given: Given<z.input<Input>, H>): Callback<Contexts[Kind]>;
  /** What it is made of. */
  readonly spec: CallbackSpec<Input, H, Kind>;
}

/** A callback, or a function that is one, or several. */
export type Callbacks<Context extends CallbackContext> =
  | OneCallback<Context>
  | readonly OneCallback<Context>[];

/** A callback, or a function that is one. */
export type OneCallback<Context extends CallbackContext> =
  | Callback<Context>
  | ((args: CallbackArgs<Context>) => Promise<void> | void);

/**
 * Defines a callback. Export it from a module of its own, so that its bundle holds nothing else. Call what it returns with
 * the input and the connections, wherever the callback is set.
 *
 * @example
 * import { connection, Dag, defineCallback, rawConnection } from "windsock";
 * import * as z from "zod";
 *
 * export const openTicket = defineCallback({
 *   name: "open_ticket",
 *   kind: "task",
 *   input: z.object({ team: z.string() }),
 *   connections: { tickets: rawConnection },
 *   async run({ context, input, connections: { tickets } }) {
 *     const title = `${context.taskId}: ${context.error?.message}`;
 *     const body = JSON.stringify({ team: input.team, title, link: context.logUrl });
 *     await fetch(`https://${tickets.host}/tickets`, { method: "POST", body });
 *   },
 * });
 *
 * const dag = new Dag("nightly", {
 *   defaults: { onFailure: openTicket({ team: "data" }, { tickets: connection("tickets") }) },
 * });
 */
export function defineCallback<
  Input extends Schema = z.ZodObject<Record<never, never>>,
  H extends Hooks = Record<never, never>,
  Kind extends CallbackKind = CallbackKind,
>(spec: CallbackSpec<Input, H, Kind>): CallbackDefinition<Input, H, Kind> {
  const stack = stackOf(defineCallback);
  const definition = (input: unknown = {}, connections: Readonly<Record<string, ConnectionReference>> = {}) =>
    new Callback({ spec: spec as AnyCallbackSpec, stack }, input, connections);
  return Object.assign(definition, { spec }) as CallbackDefinition<Input, H, Kind>;
}

/** Duck-typed: a bundle may hold another copy of the class. */
export function isCallback(value: unknown): value is Callback {
  return typeof value === "object" && value !== null && "code" in value && "connections" in value;
}

/** Whether it is what `defineCallback` returns, which nobody has called. */
export function isDefinition(value: unknown): value is { readonly spec: AnyCallbackSpec } {
  return typeof value === "function" && "spec" in value;
}
