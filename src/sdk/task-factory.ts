// What `dag.task` and `dag.sensor` return: a function that makes the task, given what it runs on.
import type { IfJson } from "../model/json.ts";
import type { ConnectionReference } from "./expressions.ts";
import type { GivenList, ItemOf } from "./items.ts";
import type { MappedTask } from "./mapped-task.ts";
import type { Fields, Read, Wired } from "./reference.ts";
import type { Task } from "./task.ts";
import type { Hooks } from "./task-handler.ts";

export type Connections<H extends Hooks> = { readonly [Name in keyof H]: ConnectionReference };

/** What a task's factory is called with: the input, then the connections, each only where there are some. */
type Wiring<Input, H extends Hooks> = [keyof H] extends [never]
  ? Record<never, never> extends Input
    ? [input?: Wired<Input>]
    : [input: Wired<Input>]
  : [input: Wired<Input>, connections: Connections<H>];

/** Makes the task, given what it runs on. */
export interface TaskFactory<Input, Output, H extends Hooks> {
  (...wiring: Wiring<Input, H>): Task<Output>;
  /**
   * Makes a mapped task, which has an instance for each element of a list that only a run knows: Airflow's `expand`. A
   * task beside it makes the list, and fails where there is none, or one that is longer than Airflow's `max_map_length`:
   * `count__items` for a task `count`. Of an empty list, the mapped task is skipped.
   *
   * @param list another task's output or a field of it, a param, a Variable, a list; or several by `zip`, `concat`, `cross`
   * @param wire what an instance gets as input, given its element
   *
   * @example
   * import { Dag, ds, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("cities", { schedule: "@daily", startDate: "2026-01-01" });
   * const listed = dag.task("list", () => ({ cities: ["Linz", "Wels"] }))();
   * const counted = dag
   *   .task("count", ({ input }: TaskArgs<{ city: string; day: string }>) => ({ city: input.city, rows: 3 }))
   *   .expand(listed.output.cities, (city) => ({ city, day: ds }));
   * dag.task("report", { counted }, ({ input, log }) => log.info(`${input.counted.length} cities`));
   */
  expand<Given>(
    list: Given & GivenList<Given>,
    wire: (item: Fields<ItemOf<NoInfer<Given>>>) => Wired<Input>,
    ...connections: [keyof H] extends [never] ? [] : [connections: Connections<H>]
  ): MappedTask<Output, ItemOf<Given>>;
}

type Code = (...args: never) => unknown;

/** Checks what is given as input. Operators and sensors are none, and nobody looks into their schemas: that has no end. */
export type GivenInput<Given> = Given extends { readonly run: Code } | { readonly poke: Code }
  ? never
  : IfJson<Read<Given>, "input", unknown>;

export type NoHooks = Record<never, never>;

/** What the value of an operator becomes for the tasks after it. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement has type void
export type Returned<Value> = Awaited<Value> extends void | undefined ? null : Awaited<Value>;

/** Connection ids by the names that a task's code knows them by. */
export function connectionIdsOf(connections: Connections<Hooks>): Record<string, string> {
  return Object.fromEntries(Object.entries(connections).map(([name, { connId }]) => [name, connId]));
}

/** The function, whose result was forgotten where somebody asks it for an output. */
export function unmade<Make extends object>(method: "task" | "sensor", taskId: string, make: Make): Make {
  return Object.defineProperty(make, "output", {
    get() {
      throw new TypeError(
        `Task ${JSON.stringify(taskId)} is not made yet, and has no output. Call what dag.${method}(...) returns with the task's input first.`,
      );
    },
  });
}
