// Checks the tasks that ask people.

import type { HitlTask, TaskModel } from "../dag/task-model.ts";
import { missingParams } from "../run/named-values.ts";

/** What is wrong with the question, in words that follow the task. */
export function checkQuestion(task: HitlTask, tasks: readonly TaskModel[]): string[] {
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
  ];
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
