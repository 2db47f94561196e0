// Checks what a task says that waits for another DAG: what Airflow would refuse, what it would pass over, and waits
// that never end.
import { awaitedTasks, awaitedText } from "../dag/awaited.ts";
import type { DagModel } from "../dag/dag-model.ts";
import { keyProblem } from "../dag/key.ts";
import type { OptionsModel } from "../dag/option.ts";
import { assetTrigger } from "../dag/schedule.ts";
import { type dagWaitOptions, shortestReschedule } from "../dag/sensor-options.ts";
import type { ExternalTask } from "../dag/task-model.ts";

/** In words that follow "Task ... ". */
export function checkWait(task: ExternalTask, dag: DagModel): string[] {
  return [...checkTarget(task, dag), ...checkStates(task), ...checkSensor(task)];
}

function checkTarget(task: ExternalTask, { dagId, schedule }: DagModel): string[] {
  const { externalDagId, externalTaskGroupId } = task;
  const taskIds = awaitedTasks(task);
  const what = awaitedText(task);
  for (const id of [externalDagId, externalTaskGroupId ?? [], taskIds ?? []].flat()) {
    const problem = keyProblem(id);
    if (problem !== undefined) return [`waits for ${what}, and the id ${JSON.stringify(id)} ${problem}`];
  }
  if (externalDagId === dagId) {
    return [
      `waits for ${what}, which is its own. A task of the same run is waited for with after(...), and the same task of ` +
        "the run before with dependsOnPast.",
    ];
  }
  const twice = taskIds?.find((taskId, index) => taskIds.indexOf(taskId) < index);
  return [
    ...(assetTrigger(schedule)
      ? [`waits for ${what} in the run of the same logical date, and runs that assets trigger have none.`]
      : []),
    ...(taskIds?.length === 0
      ? [`waits for no task of DAG "${externalDagId}". Name some, or wait for the DAG.`]
      : []),
    ...(twice === undefined ? [] : [`waits for "${twice}" twice. Name it once.`]),
  ];
}

function checkStates({
  allowedStates = ["success"],
  skippedStates = [],
  failedStates = [],
}: ExternalTask): string[] {
  const all = [...allowedStates, ...skippedStates, ...failedStates];
  const twice = [...new Set(all.filter((state, index) => all.indexOf(state) < index))];
  return twice.map(
    (state) =>
      `names the state "${state}" twice in allowedStates, skippedStates and failedStates. ` +
      'Name it in one of them; without allowedStates, that is ["success"].',
  );
}

/** What is passed over in the triggerer, which looks by itself. */
const ofWorkers = ["mode", "silentFail", "exponentialBackoff", "maxWait"] as const;

/** Of a sensor of any kind, in words that follow "Task ... ". */
export function checkSensor(said: OptionsModel<typeof dagWaitOptions>): string[] {
  const { softFail, neverFail, deferrable, exponentialBackoff, maxWait } = said;
  const idle = deferrable ? ofWorkers.filter((name) => said[name] !== undefined) : [];
  return [
    ...(softFail && neverFail
      ? ["has softFail and neverFail, of which Airflow takes one. Leave one of them out."]
      : []),
    ...idle.map(
      (name) => `is deferrable, and has ${name}, which only a worker heeds. Leave one of them out.`,
    ),
    ...(maxWait !== undefined && !exponentialBackoff && !deferrable
      ? ["has maxWait, which nothing heeds without exponentialBackoff. Leave it out, or say both."]
      : []),
    ...(deferrable ? [] : checkInterval(said)),
  ];
}

/** What comes back before Airflow 3's scheduler has seen it go is taken for a task that failed. */
function checkInterval({ mode, pokeInterval, maxWait }: OptionsModel<typeof dagWaitOptions>): string[] {
  if (mode !== "reschedule") return [];
  return Object.entries({ pokeInterval, maxWait }).flatMap(([name, value]) =>
    value === undefined || value >= shortestReschedule
      ? []
      : [
          `has ${name} ${value} seconds and the mode "reschedule", and Airflow 3 fails tasks that are back sooner than ` +
            `its scheduler sees them go. Let it be ${shortestReschedule} seconds or more, better a minute; or use the mode "poke".`,
        ],
  );
}
