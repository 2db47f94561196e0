// Checks that the versions of Airflow which the DAGs are for know all that a DAG says.
import { type AssetModel, keyOf, ownName } from "../dag/asset.ts";
import type { AssetDescription } from "../dag/dag-description.ts";
import type { DagModel } from "../dag/dag-model.ts";
import { dagOptions } from "../dag/dag-options.ts";
import { externalTaskOptions } from "../dag/external-task.ts";
import type { Option, Options } from "../dag/option.ts";
import { type TimetableModel, timetableOf } from "../dag/schedule.ts";
import { dagWaitOptions, sensorOptions } from "../dag/sensor-options.ts";
import { taskGroupOptions } from "../dag/task-group.ts";
import type { TaskModel } from "../dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../dag/task-options.ts";
import { triggerOptions } from "../dag/trigger-dag-run.ts";
import type { Problem } from "../problem.ts";
import { type AirflowVersion, airflowReleases } from "../settings.ts";

/** Every option of the DAG and of its tasks that one of the versions lacks, each at the place of its declaration. */
export function checkTargets(model: DagModel, targets: readonly AirflowVersion[]): Problem[] {
  const { defaults, groups, tasks, position } = model;
  const own = [...lacked(dagOptions, model, targets), ...lacked(taskOptions, defaults, targets)];
  return [
    ...[...own.map(({ message }) => message), ...lackedTimetable(model, targets)].map((message) => ({
      message: `The DAG has ${message}`,
      position,
    })),
    ...groups.flatMap((group) =>
      [...lacked(taskGroupOptions, group, targets), ...lacked(taskOptions, group.defaults, targets)].map(
        ({ message }) => ({ message: `Group "${group.groupId}" has ${message}`, position: group.position }),
      ),
    ),
    ...tasks.flatMap((task) => {
      const message = task.kind === "hitl" ? tooNew("asks people", "3.1", targets) : undefined;
      return message === undefined
        ? []
        : [{ message: `Task "${task.taskId}" ${message}`, position: task.position }];
    }),
    ...tasks.flatMap((task) =>
      [
        ...lacked(ownTaskOptions, task, targets),
        ...lacked(taskOptions, task.options, targets),
        ...lacked(optionsOfKind(task), task, targets),
      ].map(({ message }) => ({ message: `Task "${task.taskId}" has ${message}`, position: task.position })),
    ),
  ];
}

/** What can be said of tasks of its kind alone. */
function optionsOfKind({ kind }: TaskModel): Options {
  switch (kind) {
    case "trigger_dag_run":
      return triggerOptions;
    case "external_task":
      return { ...externalTaskOptions, ...dagWaitOptions };
    case "sensor":
      return sensorOptions;
    case "node":
    case "python":
    case "items":
    case "empty":
    case "latest_only":
    // Of the version that has such tasks at all.
    case "hitl":
      return {};
  }
}

interface Lacked {
  readonly option: string;
  /** `triggerRule "x", which ...`, and what to do. */
  readonly message: string;
}

/** The options among the values that one of the versions lacks, or lacks with this value. */
export function lacked(table: Options, values: object, targets: readonly AirflowVersion[]): Lacked[] {
  return Object.entries(table).flatMap(([name, option]) => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return [];
    const { until } = option;
    if (until !== undefined && targets.every((target) => isOlder(until, target))) {
      return [{ option: name, message: `${name}, which no Airflow after ${until} heeds. Leave it out.` }];
    }
    const since = sinceWhen(option, value);
    const message = tooNew(
      since === option.since ? name : `${name} ${JSON.stringify(value)}`,
      since,
      targets,
    );
    return message === undefined ? [] : [{ option: name, message }];
  });
}

/** What to say of something that one of the versions lacks; undefined when none does. */
function tooNew(what: string, since: AirflowVersion, targets: readonly AirflowVersion[]): string | undefined {
  const without = targets.filter((target) => isOlder(target, since));
  if (without.length === 0) return undefined;
  const remaining = airflowReleases.filter((release) => !isOlder(release, since));
  return (
    `${what}, which Airflow has since ${since}, and the DAGs are for ${without.join(", ")}, too. Leave it out, or ` +
    `say in windsock.config.ts that they are not: airflow: ${JSON.stringify(remaining).replaceAll(",", ", ")}.`
  );
}

/** What of a DAG's timetable one of the versions lacks. */
function lackedTimetable({ schedule }: DagModel, targets: readonly AirflowVersion[]): string[] {
  const timetable = timetableOf(schedule);
  if (!timetable) return [];
  const made = timetableClasses[timetable.kind];
  const runImmediately = "runImmediately" in timetable && timetable.runImmediately !== undefined;
  return [
    made && tooNew(`a ${made.name}`, made.since, targets),
    runImmediately ? tooNew("runImmediately in its timetable", "3.0", targets) : undefined,
  ].filter((message) => message !== undefined);
}

/** What the assets of a DAG have that one of the versions lacks, each at the place of its declaration. */
export function checkAssetTargets(
  assets: readonly AssetDescription[],
  targets: readonly AirflowVersion[],
): Problem[] {
  return assets.flatMap(({ asset, position }) =>
    (asset.kind === "alias" ? [] : lackedOfAsset(asset, targets)).map((message) => ({
      message: `Asset ${JSON.stringify(keyOf(asset))} has ${message}`,
      position,
    })),
  );
}

/** What of an asset one of the versions lacks: a dataset of Airflow 2 is a URI and an extra. */
function lackedOfAsset(asset: AssetModel, targets: readonly AirflowVersion[]): string[] {
  const name = ownName(asset);
  return [
    name === undefined ? undefined : tooNew(`a name, ${JSON.stringify(name)}`, "3.0", targets),
    asset.group === undefined ? undefined : tooNew("a group", "3.0", targets),
    asset.watchers === undefined ? undefined : tooNew("watchers", "3.0", targets),
    asset.accessControl === undefined ? undefined : tooNew("an accessControl", "3.3", targets),
  ].filter((message) => message !== undefined);
}

/** The timetables that not all versions have. */
const timetableClasses: Partial<
  Record<TimetableModel["kind"], { readonly name: string; readonly since: AirflowVersion }>
> = {
  multiple_cron_trigger: { name: "multipleCronTriggerTimetable", since: "3.0" },
  delta_trigger: { name: "deltaTriggerTimetable", since: "2.11" },
};

function sinceWhen({ since, later }: Option, value: unknown): AirflowVersion {
  return (typeof value === "string" ? later?.[value] : later?.[typeof value]) ?? since;
}

function isOlder(one: AirflowVersion, other: AirflowVersion): boolean {
  return airflowReleases.indexOf(one) < airflowReleases.indexOf(other);
}
