// Tasks that have to do with other DAGs: they start runs of them, or wait for them.
import type * as z from "zod";
import type { DeclaringGroup } from "./declaring-group.ts";
import {
  type ExternalTask,
  type ExternalTaskGroup,
  type ExternalTasks,
  type OutputsOf,
  type OwnTaskGroup,
  type WaitForDag,
  type WaitForTask,
  waitForGroup,
  waitForRun,
  waitForTasks,
} from "./external-task.ts";
import { MappingScope } from "./mapping-scope.ts";
import type { TaskOptions } from "./options.ts";
import { stackOf } from "./stack-of.ts";
import { Task } from "./task.ts";
import {
  type HasParams,
  type TriggerDagRun,
  type TriggerDagRunArgs,
  triggerWork,
} from "./trigger-dag-run.ts";

type Schema = z.core.$ZodType;

export abstract class OtherDagsScope<Group extends DeclaringGroup> extends MappingScope<Group> {
  /**
   * Adds a task that starts a run of another DAG: Airflow's TriggerDagRunOperator.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param dag the other DAG, whose params say what `run.conf` may be; or the id of one that somebody else owns
   * @param run what it is started with, and whether the task waits for its end. Its `conf` must have what the other DAG's
   *   params have no default for.
   * @throws TypeError when `run` holds what JSON cannot carry
   *
   * @example
   * import { Dag, ds } from "windsock";
   * import * as z from "zod";
   *
   * const report = new Dag("report", { params: z.object({ day: z.string().default("2026-01-01") }) });
   *
   * const dag = new Dag("nightly", { schedule: "@daily", startDate: "2026-01-01" });
   * const loaded = dag.empty("load");
   * dag.triggerDagRun("start_report", report, { conf: { day: ds }, waitForCompletion: true }).after(loaded);
   */
  triggerDagRun<Params extends z.core.$ZodObject>(
    taskId: string,
    dag: HasParams<Params>,
    ...run: TriggerDagRunArgs<NoInfer<z.input<Params>>, TaskOptions<null>>
  ): Task<null>;
  triggerDagRun(taskId: string, dagId: string, run?: TriggerDagRun, options?: TaskOptions<null>): Task<null>;
  triggerDagRun(
    taskId: string,
    dag: HasParams<unknown> | string,
    run: object = {},
    options: TaskOptions<null> = {},
  ): Task<null> {
    const declaration = this.declare(taskId, options, stackOf(this.triggerDagRun));
    return this.add(new Task<null>(declaration, { kind: "trigger_dag_run", ...triggerWork(dag, run) }));
  }

  /**
   * Adds a task that waits for a task of another DAG, in its run of the same logical date, or for several: Airflow's
   * ExternalTaskSensor. What it returns is what the task that it waits for has returned there; of several, a list.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param task a task that the other DAG's module exports, or several of one DAG; or ids of what somebody else owns
   * @param wait how, and for which states; `executionDelta` for a run of another date
   * @throws TypeError when it is none of this
   *
   * @example
   * import { Dag } from "windsock";
   *
   * const listings = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
   * const clean = listings.task("clean", () => ({ rows: 3 }))();
   *
   * const dag = new Dag("report", { schedule: "@daily", startDate: "2026-01-01" });
   * const cleaned = dag.waitForTask("listings_are_clean", clean, { mode: "reschedule", failedStates: ["failed"] });
   * dag.task("write", { rows: cleaned.output.rows }, ({ input, log }) => log.info(`${input.rows} rows`));
   */
  waitForTask<Output>(
    taskId: string,
    task: Task<Output>,
    wait?: WaitForTask,
    options?: TaskOptions<null>,
  ): Task<Output>;
  waitForTask<const Tasks extends readonly Task[]>(
    taskId: string,
    tasks: Tasks,
    wait?: WaitForTask,
    options?: TaskOptions<null>,
  ): Task<OutputsOf<Tasks>>;
  waitForTask<Output extends Schema = z.ZodUnknown>(
    taskId: string,
    task: ExternalTask<Output> | ExternalTasks<Output>,
    wait?: WaitForTask,
    options?: TaskOptions<null>,
  ): Task<z.output<Output>>;
  waitForTask(
    taskId: string,
    task: Task | readonly Task[] | ExternalTask<Schema> | ExternalTasks<Schema>,
    wait: object = {},
    options: TaskOptions<null> = {},
  ): Task {
    const declaration = this.declare(taskId, options, stackOf(this.waitForTask));
    return this.add(new Task(declaration, { kind: "external_task", ...waitForTasks(taskId, task, wait) }));
  }

  /**
   * Adds a task that waits for all tasks of a group of another DAG, in its run of the same logical date: Airflow's
   * ExternalTaskSensor.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param group a group that the other DAG's module exports; or ids of what somebody else owns
   * @param wait how, and for which states; `executionDelta` for a run of another date
   */
  waitForTaskGroup(
    taskId: string,
    group: OwnTaskGroup | ExternalTaskGroup,
    wait: WaitForTask = {},
    options: TaskOptions<null> = {},
  ): Task<null> {
    const declaration = this.declare(taskId, options, stackOf(this.waitForTaskGroup));
    return this.add(
      new Task<null>(declaration, { kind: "external_task", ...waitForGroup(taskId, group, wait) }),
    );
  }

  /**
   * Adds a task that waits for the end of another DAG's run of the same logical date: Airflow's ExternalTaskSensor.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @param dag the other DAG, or the id of one that somebody else owns
   * @param wait how, and for which states; `executionDelta` for a run of another date
   */
  waitForDag(
    taskId: string,
    dag: { readonly dagId: string } | string,
    wait: WaitForDag = {},
    options: TaskOptions<null> = {},
  ): Task<null> {
    const declaration = this.declare(taskId, options, stackOf(this.waitForDag));
    return this.add(new Task<null>(declaration, { kind: "external_task", ...waitForRun(taskId, dag, wait) }));
  }
}
