// Reads what a DAG module's process says of its DAG. What the author's types let through and the tables of options
// do not (a number out of range, a value of another type) comes to light here.
import type * as z from "zod";
import { DagDescription } from "../../model/dag/dag-description.ts";
import { Position, type Problem } from "../../model/problem.ts";
import { written } from "../../model/written.ts";

type Path = readonly PropertyKey[];

/** The description, or what is wrong with it, each at the DAG or the task that it is said of. */
export function readDescription(
  described: unknown,
): { readonly description: DagDescription } | { readonly problems: readonly Problem[] } {
  const { data, error } = DagDescription.safeParse(described);
  if (data) return { description: data };
  return { problems: (error?.issues ?? []).map((issue) => problemOf(issue, described)) };
}

function problemOf({ path, message }: z.core.$ZodIssue, described: unknown): Problem {
  // ["model", "tasks", 2, "options", "retries"], or ["model", "maxActiveRuns"]
  const inTask = path[1] === "tasks" && path.length > 3;
  const owner = path.slice(0, inTask ? 3 : 1);
  const option = path.slice(owner.length).filter((name) => name !== "options");
  const position = Position.safeParse(at(described, [...owner, "position"]));
  const whose = inTask ? `Task ${JSON.stringify(at(described, [...owner, "taskId"]))}` : "The DAG";
  return {
    message: `${whose} has ${written(at(described, path))} as ${option.join(".")}. ${sentence(message)}`,
    position: position.success ? position.data : null,
  };
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, name) => (inner as Record<PropertyKey, unknown> | undefined)?.[name],
    value,
  );
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
