// What a task returned, for people: its secrets masked, and no longer than a few lines.
import { expressionsOf } from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { Masker } from "../../model/secrets/masker.ts";
import { connectionIds } from "../execute/task-connections.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { ProgressOptions } from "./progress.ts";

const mostCharacters = 400;

/** Says it as ` -> {"rows":3}`; empty where a task returned nothing. */
export function returnedText(options: ProgressOptions): (instance: TaskInstance) => string {
  const masker = maskerOf(options);
  return ({ run, task, mapIndex, state }) => {
    const value = state === "success" ? run.outputs.get(task.taskId, mapIndex) : undefined;
    return value === undefined || value === null ? "" : ` -> ${shorten(masker.text(JSON.stringify(value)))}`;
  };
}

function shorten(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters)}... (${text.length.toLocaleString("en")} characters)`;
}

/** Of all that the run's tasks are given. */
function maskerOf({ runs, environment }: ProgressOptions): Masker {
  const tasks = [...runs.tasks.keys()];
  const connections = [...new Set(tasks.flatMap(connectionIds))].map((connId) =>
    environment.connection(connId),
  );
  const { variables } = readsOf(tasks.flatMap(expressionsOf));
  return new Masker({
    connections,
    variables: Object.fromEntries(variables.map(({ key }) => [key, environment.variable(key) ?? ""])),
  });
}
