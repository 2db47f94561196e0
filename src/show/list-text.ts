// The built DAGs of a project: what `windsock list` says of each, as data, as a table, or one after the other where
// a table has no room.
import { nextRuns } from "../local/plan/next-runs.ts";
import type { Colors } from "../local/progress/progress.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { columns, framed, oneLine } from "./columns.ts";
import { viewRun } from "./dag-view.ts";
import { inZone, scheduleText } from "./schedule-text.ts";

/** What `windsock list --json` prints of a DAG. */
export interface ListedDag {
  readonly dagId: string;
  readonly schedule: string;
  readonly timezone: string;
  /** How many there are. */
  readonly tasks: number;
  readonly tags: readonly string[];
  /** Logical date of the next run; null when none is to come by a schedule. */
  readonly nextRun: string | null;
  readonly description: string | null;
}

export function listDags(dags: readonly DagModel[], now: Date): ListedDag[] {
  return dags.map((dag) => ({
    dagId: dag.dagId,
    schedule: scheduleText(dag.schedule),
    timezone: dag.timezone,
    tasks: dag.tasks.length,
    tags: dag.tags ?? [],
    nextRun: nextRuns(dag, now, 1).map((run) => viewRun(run).logicalDate)[0] ?? null,
    description: dag.description ?? null,
  }));
}

const head = ["dag", "schedule", "tasks", "tags", "next run"];
/** A description is worth a column from here on. */
const leastDescription = 20;

/** @param width of the terminal; undefined where there is none, and all is told */
export function listText(dags: readonly ListedDag[], width: number | undefined, colors: Colors): string {
  const rows = dags.map(rowOf);
  const descriptions = dags.map(({ description }) => oneLine(description ?? ""));
  const bare = framed(head, rows).split("\n")[0]?.length ?? 0;
  const longest = Math.max("description".length, ...descriptions.map((text) => text.length)) + 2;
  const room = width === undefined ? longest : Math.min(longest, width - bare - 1);
  if (room < Math.min(longest, leastDescription)) return dags.map((dag) => block(dag, colors)).join("\n\n");
  return framed(
    [...head, "description"].map((name) => colors.bold(name)),
    rows.map((row, index) => [...row, descriptions[index] ?? ""]),
    [...head.map(() => null), room],
  );
}

function rowOf({ dagId, schedule, timezone, tasks, tags, nextRun }: ListedDag): string[] {
  return [dagId, inZone(schedule, timezone), String(tasks), oneLine(tags.join(", ")), nextRun ?? "-"];
}

function block(dag: ListedDag, colors: Colors): string {
  const [dagId = "", ...values] = rowOf(dag);
  const names = [...head.slice(1), "description"];
  const facts = [...values, oneLine(dag.description ?? "")].map((value, index) => [
    `  ${names[index]}`,
    value,
  ]);
  return [colors.bold(dagId), ...columns(facts.filter(([, value]) => value !== ""))].join("\n");
}
