// The facts of a DAG and of a task in words, by name: the same in the terminal and on the page.
import { type DagView, type TaskView, upstreamText } from "./dag-view.ts";
import type { OptionTexts } from "./option-text.ts";
import { inZone } from "./schedule-text.ts";

/** A name, and a line for each of what it has. */
export type Fact = readonly [name: string, lines: readonly string[]];

export function dagFacts(dag: DagView): Fact[] {
  return known([
    ["file", [dag.source]],
    ["schedule", [inZone(dag.schedule, dag.timezone)]],
    ["start date", lines(dag.startDate)],
    ["end date", lines(dag.endDate)],
    ["tags", lines(dag.tags.join(", ") || null)],
    ["options", optionLines(dag.options)],
    ["params", dag.params.map(paramLine)],
    ["triggered by", dag.triggeredBy],
    ["updates", [...new Set(dag.tasks.flatMap(({ outlets }) => outlets))]],
  ]);
}

export function taskFacts(task: TaskView): Fact[] {
  return known([
    ["name", lines(task.displayName)],
    ["file", [task.source]],
    ["after", lines(upstreamText(task) || null)],
    ["trigger rule", task.triggerRule === "all_success" ? [] : [task.triggerRule]],
    ["inputs", task.inputs.map(({ name, value }) => (name === null ? value : `${name}: ${value}`))],
    ["output", lines(task.output)],
    [
      "connections",
      task.connections.map(({ name, connId }) => (name === null ? connId : `${name}: ${connId}`)),
    ],
    ["variables", lines(task.variables.join(", ") || null)],
    ["options", optionLines(task.options)],
    ["reads", task.inlets],
    ["updates", task.outlets],
  ]);
}

function paramLine({ name, type, default: value, description }: DagView["params"][number]): string {
  const initial = value === null ? ", required" : ` = ${value}`;
  return `${name}: ${type}${initial}${description === null ? "" : `  ${description}`}`;
}

function optionLines(options: OptionTexts): string[] {
  return Object.entries(options).map(([name, value]) => `${name}: ${value}`);
}

function lines(text: string | null): string[] {
  return text === null ? [] : [text];
}

function known(facts: readonly Fact[]): Fact[] {
  return facts.filter(([, lines]) => lines.length > 0);
}
