// A DAG in the terminal: what it is, its graph layer by layer, its tasks, its next runs.
import type { Colors } from "../local/progress/progress.ts";
import { columns, framed, oneLine, visible } from "./columns.ts";
import { type DagView, type TaskView, upstreamText, workText } from "./dag-view.ts";
import { dagFacts, type Fact, taskFacts } from "./facts.ts";

export function dagText(dag: DagView, colors: Colors): string {
  const title =
    dag.description === null
      ? colors.bold(dag.dagId)
      : `${colors.bold(dag.dagId)}  ${oneLine(dag.description)}`;
  const parts = [
    [title, ...factLines(dagFacts(dag), 2)],
    [colors.bold("Graph"), ...graphLines(dag.tasks, colors)],
    ...dag.tasks.map((task) => [
      `${colors.bold(task.taskId)}  ${colors.dim(oneLine(workText(task)))}`,
      ...factLines(taskFacts(task), 2),
    ]),
    [colors.bold("Next runs"), ...runLines(dag)],
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** A line for each task; those of a layer hang together, and follow those that they wait for. */
function graphLines(tasks: readonly TaskView[], colors: Colors): string[] {
  const layered = tasks.toSorted((a, b) => a.layer - b.layer);
  return columns(
    layered.map((task, index) => {
      const isFirst = layered[index - 1]?.layer !== task.layer;
      const isLast = layered[index + 1]?.layer !== task.layer;
      const tie = isFirst ? (isLast ? "──" : "┬─") : isLast ? "└─" : "├─";
      const after = task.upstream.length === 0 ? "" : `← ${upstreamText(task)}`;
      return [
        `  ${isFirst ? task.layer + 1 : ""}`,
        `${tie} ${task.taskId}`,
        colors.dim(oneLine(workText(task))),
        after,
      ];
    }),
  );
}

function factLines(facts: readonly Fact[], indent: number): string[] {
  const rows = facts.flatMap(([name, lines]) =>
    lines.map((line, index) => [`${" ".repeat(indent)}${index === 0 ? name : ""}`, visible(line)]),
  );
  return columns(rows);
}

function runLines({ nextRuns, runsNote }: DagView): string[] {
  const rows = nextRuns.map((run) => [run.ds, run.logicalDate, run.dataIntervalEnd]);
  return [
    ...(rows.length === 0
      ? []
      : [framed(["ds", "logical date, start of interval", "end of interval, start of run"], rows)]),
    ...(runsNote === null ? [] : [`  ${runsNote}`]),
  ];
}
