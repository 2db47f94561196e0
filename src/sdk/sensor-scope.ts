// Tasks that wait: sensors of one's own.
import type * as z from "zod";
import { sensorOptions } from "../model/dag/sensor-options.ts";
import type { IfJson } from "../model/json.ts";
import { AskingScope } from "./asking-scope.ts";
import type { DeclaringGroup } from "./declaring-group.ts";
import { type Read, toExpression } from "./reference.ts";
import type { AnySensor, Done, PokeResult, Sensor, SensorOptions } from "./sensor.ts";
import { stackOf } from "./stack-of.ts";
import type { Task } from "./task.ts";
import {
  connectionIdsOf,
  type GivenInput,
  type NoHooks,
  type Returned,
  type TaskFactory,
} from "./task-factory.ts";
import type { Hooks, TaskArgs } from "./task-handler.ts";

type Schema = z.core.$ZodType;

/** What an inline poke may return, at once or later. */
type Poked = PokeResult<unknown> | Promise<PokeResult<unknown>>;

/** The value of a task whose poke returns this. */
type ValueOf<Result> = [DoneValue<Awaited<Result>>] extends [never] ? null : DoneValue<Awaited<Result>>;

type DoneValue<Result> =
  Result extends Done<infer Value> ? Returned<Value> : Result extends true ? null : never;

export abstract class SensorScope<Group extends DeclaringGroup> extends AskingScope<Group> {
  /**
   * Declares a task that waits: a sensor. Call what it returns with the sensor's input (values, run-time expressions,
   * other tasks' outputs) and connections.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param options how it waits, and the options of all tasks
   *
   * @example
   * import { connection, Dag, ds, t } from "windsock";
   * import { objectSensor } from "windsock/sensors";
   *
   * const dag = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
   * const arrived = dag.sensor("listings_are_there", objectSensor, {
   *   mode: "reschedule",
   *   pokeInterval: { minutes: 5 },
   *   timeout: { hours: 6 },
   * })({ bucket: "listings", key: t`${ds}.csv` }, { store: connection("listings_store") });
   * dag.task("count", { key: arrived.output.key }, ({ input, log }) => log.info(input.key));
   */
  sensor<Input extends Schema, Output extends Schema, H extends Hooks>(
    taskId: string,
    sensor: Sensor<Input, Output, H>,
    options?: SensorOptions<NoInfer<Returned<z.output<Output>>>>,
  ): TaskFactory<z.input<Input>, Returned<z.output<Output>>, H>;
  /**
   * Declares a task that waits until a function says that what it waits for is there. Its input and output are typed,
   * not checked at run time.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param poke one look: returns `false` for "not yet", `true` or `done(value)` otherwise
   * @param options how it waits, and the options of all tasks
   */
  sensor<Result extends Poked, Input = Record<never, never>>(
    taskId: string,
    poke: (args: TaskArgs<Input>) => Result,
    options?: SensorOptions<NoInfer<ValueOf<Result>>>,
  ): IfJson<Input, "input", IfJson<ValueOf<Result>, "output", TaskFactory<Input, ValueOf<Result>, NoHooks>>>;
  /**
   * Adds a task that waits until a function says that what it waits for is there. The function's input has the types of
   * what it is given here: values, run-time expressions, other tasks' outputs.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param poke one look: returns `false` for "not yet", `true` or `done(value)` otherwise
   * @param options how it waits, and the options of all tasks
   */
  sensor<Given extends object, Result extends Poked>(
    taskId: string,
    input: Given & GivenInput<Given>,
    poke: (args: TaskArgs<Read<NoInfer<Given>>>) => Result,
    options?: SensorOptions<NoInfer<ValueOf<Result>>>,
  ): IfJson<ValueOf<Result>, "output", Task<ValueOf<Result>>>;
  sensor(taskId: string, ...rest: readonly unknown[]): unknown {
    const [given, poke, options] = rest;
    return typeof poke === "function"
      ? this.#declareSensor(taskId, poke as AnySensor["poke"], options as SensorOptions)(given as object)
      : this.#declareSensor(taskId, given as AnySensor, poke as SensorOptions);
  }

  #declareSensor(taskId: string, code: AnySensor | AnySensor["poke"], options: SensorOptions = {}) {
    const sensor = typeof code === "function" ? { name: "@task.sensor", poke: code } : code;
    if (typeof sensor?.poke !== "function") {
      throw new TypeError(
        `Task ${JSON.stringify(taskId)} has no poke: it is given ${sensor === null ? "null" : typeof sensor}. ` +
          "Give it a sensor, made by defineSensor, or a function. It is undefined when modules import each other in a circle.",
      );
    }
    const declaration = this.declare(taskId, options, stackOf(this.sensor), sensorOptions);
    return this.factory("sensor", taskId, declaration, (input, connections) => ({
      kind: "sensor",
      sensor,
      input: toExpression(input),
      connections: connectionIdsOf(connections),
      options,
    }));
  }
}
