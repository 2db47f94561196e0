// Finds text that Airflow cannot store: one such text in any DAG ends Airflow 3's DAG processor for all of them.
import type { DagDescription } from "../dag/dag-description.ts";
import type { Problem } from "../problem.ts";
import { textProblem } from "../stored-text.ts";

/** Every text of the DAG that PostgreSQL or Python's UTF-8 has no place for, each where its DAG or task was declared. */
export function checkTexts({ model }: DagDescription): Problem[] {
  // Defaults of params are looked at with their schemas.
  const params = Object.entries(model.params).map(([name, { default: _, ...schema }]) => [name, schema]);
  const { tasks, position: dagPosition, ...dag } = { ...model, params: Object.fromEntries(params) };
  return [
    ...badTexts(dag, []).map((what) => ({ message: `The DAG's ${what}`, position: dagPosition })),
    ...tasks.flatMap(({ position, ...task }) =>
      badTexts(task, []).map((what) => ({
        message: `Task ${JSON.stringify(task.taskId)}: its ${what}`,
        position,
      })),
    ),
  ];
}

/** The bad texts in a value, names of properties included, as sentences that begin with their place. */
function badTexts(value: unknown, path: readonly string[]): string[] {
  if (typeof value === "string") {
    const problem = textProblem(value);
    return problem === undefined ? [] : [`${path.join(".")} ${problem}`];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const problem = textProblem(name);
    if (problem !== undefined) return [`${[...path, JSON.stringify(name)].join(".")} ${problem}`];
    return badTexts(inner, [...path, [...name].slice(0, 40).join("")]);
  });
}
