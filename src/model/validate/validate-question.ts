// Checks the tasks that ask people.

import type { DagModel } from "../dag/dag-model.ts";
import { countsAfter } from "../dag/mapping.ts";
import type { HitlTask, TaskModel } from "../dag/task-model.ts";
import { missingParams } from "../run/named-values.ts";

/** What is wrong with the question, in words that follow the task. */
export function checkQuestion(task: HitlTask, model: DagModel): string[] {
  const { tasks } = model;
  const { asks, choices, defaults, multiple = false } = task;
  const chosen = defaults === undefined ? [] : [defaults].flat();
  const stray = chosen.find((option) => !choices.includes(option));
  return [
    ...(choices.length === 0 ? ["offers nothing to choose from. Give it options."] : []),
    ...(new Set(choices).size < choices.length ? ["offers an option twice. Say each once."] : []),
    ...(stray === undefined
      ? []
      : [`has the default ${JSON.stringify(stray)}, which is none of its options: ${choices.join(", ")}.`]),
    ...(chosen.length > 1 && !multiple
      ? ["has several defaults, and one option is chosen. Say multiple: true."]
      : []),
    ...(asks === "form" && Object.hasOwn(task.fields, "_options")
      ? ['has a field "_options", a name that Airflow keeps for itself. Give it another one.']
      : []),
    ...(asks === "form" && Object.keys(task.fields).length === 0
      ? ["has no fields to fill in. Give it some."]
      : []),
    // Airflow checks the params of a task before it runs, and these are filled in later.
    ...missingParams(task.fields, {}).map(
      (name) =>
        `has the field ${JSON.stringify(name)} without a default, with which Airflow refuses to run it. Give it one, ` +
        "such as .default(...) or .nullable().default(null).",
    ),
    ...checkCases(task, tasks),
    ...checkSkipped(task, model),
  ];
}

function checkSkipped({ taskId, ignoreDownstreamTriggerRules }: HitlTask, model: DagModel): string[] {
  const counts = ignoreDownstreamTriggerRules ? countsAfter(taskId, model) : [];
  return counts.map(
    ([id]) =>
      `is to skip all that comes after it, and "${id}" is mapped over a list that is written out: Airflow's operator ` +
      "leaves out what there is from a run's start on. Map over what a task returns.",
  );
}

/** Airflow's operator has one task for each option, and skips all others that come directly after it. */
function checkCases({ taskId, branch }: HitlTask, tasks: readonly TaskModel[]): string[] {
  if (branch?.kind !== "cases") return [];
  const cases = Object.entries(branch.cases);
  const decided = new Set(cases.flatMap(([, ids]) => ids));
  const remedy = "Let a task in TypeScript decide that gets its output.";
  return [
    ...cases
      .filter(([, ids]) => ids.length !== 1)
      .map(
        ([name, ids]) =>
          `has ${ids.length} tasks for the option ${JSON.stringify(name)}, and Airflow takes one for each. ${remedy}`,
      ),
    ...tasks
      .filter((other) => other.upstream.includes(taskId) && !decided.has(other.taskId))
      .map(
        ({ taskId: id }) =>
          `chooses what runs, and "${id}" comes directly after it without being a case. ${remedy}`,
      ),
  ];
}
