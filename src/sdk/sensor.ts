// Sensors: reusable tasks that wait, with a checked input and a checked output.
import type * as z from "zod";
import type { sensorOptions } from "../model/dag/sensor-options.ts";
import type { IfJson } from "../model/json.ts";
import type { AnyOperator } from "./operator.ts";
import type { AuthoredOptions, TaskOptions } from "./options.ts";
import type { Clients, Hooks, TaskArgs } from "./task-handler.ts";

type Schema = z.core.$ZodType;

/** Options of a task that is a sensor, whose value is `Output`. */
export interface SensorOptions<Output = never>
  extends TaskOptions<Output>,
    AuthoredOptions<typeof sensorOptions> {}

/** What a poke returns when what it waits for is there, and its task has an output. Made by `done`. */
export interface Done<Value> {
  readonly isDone: true;
  /** The task's output. */
  readonly value: Value;
}

/** What a poke returns: whether what it waits for is there; with a value, where its task has an output. */
// biome-ignore lint/suspicious/noConfusingVoidType: the value of a sensor that has none
export type PokeResult<Value = void> = Done<Value> | (void extends Value ? boolean : false);

/**
 * What a poke returns that has found what it waits for, and has something to say of it.
 *
 * @param value the task's output
 */
export function done<Value>(value: Value): Done<Value> {
  return { isDone: true, value };
}

/** A sensor: what `dag.sensor` makes tasks of. Made by `defineSensor`. */
export interface Sensor<Input extends Schema, Output extends Schema, H extends Hooks> {
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  readonly connections: H;
  /** One look. */
  readonly poke: (
    args: TaskArgs<z.output<Input>, Clients<H>>,
  ) => Promise<PokeResult<unknown>> | PokeResult<unknown>;
}

/** Any sensor, where its schemas do not matter. */
export interface AnySensor extends Omit<AnyOperator, "run"> {
  poke(args: never): unknown;
}

/** What a sensor is made of; see `defineSensor`. */
export interface SensorSpec<Input extends Schema, Output extends Schema, H extends Hooks> {
  /** The sensor's name in Airflow's UI, such as `ListingSensor`. */
  readonly name: string;
  /**
   * Schema of the input, checked before each `poke`.
   *
   * @default an empty object
   */
  readonly input?: Input & IfJson<z.input<Input>, "input", unknown>;
  /**
   * Schema of the value that goes with `done`, checked before it is passed on. What it parses to must survive JSON.
   *
   * @default there is no value
   */
  readonly output?: Output & IfJson<z.output<Output>, "output", unknown>;
  /**
   * The connections it needs, by a name of its own. Only these reach the sensor's process.
   *
   * @default none
   */
  readonly connections?: H;
  /**
   * One look at what is waited for, in a process of its own: nothing is kept from one look to the next. Returns `false`
   * for "not yet"; `true`, or `done(value)` where there is an `output`, ends the wait. An error fails the try, which
   * may be tried again; see also AirflowSkipException and AirflowFailException.
   */
  readonly poke: (
    args: TaskArgs<z.output<Input>, Clients<H>>,
  ) => Promise<PokeResult<z.input<Output>>> | PokeResult<z.input<Output>>;
}

/**
 * Defines a sensor. Export it from a module of its own, so that its bundle holds nothing else; the doc comment above it
 * becomes the docs of its tasks in Airflow's UI.
 *
 * @example
 * import { defineSensor, done } from "windsock";
 * import { objectStore } from "windsock/hooks";
 * import * as z from "zod";
 *
 * export const listingSensor = defineSensor({
 *   name: "ListingSensor",
 *   input: z.object({ bucket: z.string(), key: z.string() }),
 *   output: z.object({ bytes: z.number().int() }),
 *   connections: { store: objectStore },
 *   async poke({ input, connections }) {
 *     const info = await connections.store.head(input.bucket, input.key);
 *     return info ? done({ bytes: info.size }) : false;
 *   },
 * });
 */
export function defineSensor<
  Input extends Schema = z.ZodObject<Record<never, never>>,
  Output extends Schema = z.ZodVoid,
  H extends Hooks = Record<never, never>,
>(spec: SensorSpec<Input, Output, H>): Sensor<Input, Output, H> {
  return spec as Sensor<Input, Output, H>;
}
