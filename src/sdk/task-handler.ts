// What the code of a task receives.
import type { DateNames, RunContext } from "../model/run/run-context.ts";
import type { Client, Hook } from "./hook.ts";
import type { Logger } from "./logger.ts";
import type { OutletEvents } from "./outlet-events.ts";
import type { Variables } from "./variables.ts";

/** The run a task belongs to, and the code that runs. */
export interface TaskContext extends RunContext {
  /**
   * Names what this task's bundle was built from: its own code, not the other tasks'. The DAG's file in Airflow carries the
   * same name among its `builds`.
   * Note it where one should later be able to tell what something was made by.
   */
  readonly build: string;
  /**
   * Airflow's date names of this run (`ds`, `ds_nodash`, ...).
   *
   * @throws Error when the run has no logical date (an asset-triggered run, some manual runs)
   */
  readonly dates: DateNames;
}

/** Hooks by the name a task knows them by. */
export type Hooks = Readonly<Record<string, Hook<object>>>;

/** The open clients of a task's hooks. */
export type Clients<H extends Hooks> = {
  readonly [Name in keyof H]: H[Name] extends Hook<infer C> ? C & Client : never;
};

/** Everything the code of a task receives; it has no other inputs. */
export interface TaskArgs<Input = Record<never, never>, C = Record<never, never>> {
  /** As its schema made it, defaults included. */
  readonly input: Input;
  /** The open clients of its hooks. */
  readonly connections: C;
  /** Takes what it says itself of the events of its outlets. */
  readonly outletEvents: OutletEvents;
  /** The run and the try. */
  readonly context: TaskContext;
  /** The task's log. */
  readonly log: Logger;
  /** Writes Variables, when the task has succeeded. */
  readonly variables: Variables;
  /** Aborted when the task is asked to stop (SIGTERM). About four seconds then remain to clean up. */
  readonly signal: AbortSignal;
}
