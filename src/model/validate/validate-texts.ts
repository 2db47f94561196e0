// Finds text that Airflow cannot store: one such text in any DAG ends Airflow 3's DAG processor for all of them.
import type { DagDescription } from "../dag/dag-description.ts";
import type { Problem } from "../problem.ts";

/** Every text of the DAG that PostgreSQL or Python's UTF-8 has no place for, each where its DAG or task was declared. */
export function checkTexts({ model }: DagDescription): Problem[] {
  const { tasks, position: dagPosition, ...dag } = model;
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

/** What is wrong with a text, or undefined. */
function textProblem(text: string): string | undefined {
  if (text.includes("\0"))
    return "holds a NUL character (\\0), which Airflow's database cannot store. Leave it out.";
  if (/\p{Cs}/u.test(text)) {
    return "holds half of a character (a lone surrogate), which is no text. Cut text between characters, not inside one.";
  }
  return undefined;
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
