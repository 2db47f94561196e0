// The table at the end of a local run, and what to do next.
import Table from "cli-table3";
import type { EndState } from "../../model/run/end-state.ts";
import type { DagRun, TaskInstance } from "../schedule/task-instance.ts";
import { formatDuration } from "./format-duration.ts";
import type { Colors } from "./progress.ts";
import { taskName } from "./task-name.ts";

const shownRuns = 10;

/** One row a task: how its instances ended, tries and durations of those that ran. */
export function summary(runs: readonly DagRun[], advice: string, colors: Colors): string {
  const table = new Table({
    head: ["task", "success", "skipped", "failed", "upstream_failed", "tries", "total", "median"],
    colAligns: ["left", "right", "right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const task of new Set(runs[0]?.tasks.map((instance) => instance.task))) {
    table.push(
      row(
        taskName(task),
        runs.flatMap(({ tasks }) => tasks.filter((other) => other.task === task)),
      ),
    );
  }
  return [table.toString(), ...outcome(runs, advice, colors)].join("\n");
}

function row(name: string, instances: readonly TaskInstance[]): string[] {
  const count = (state: EndState) => String(instances.filter((instance) => instance.state === state).length);
  const durations = instances.filter(({ tries }) => tries > 0).map(({ durationMs }) => durationMs);
  const tries = instances.reduce((sum, instance) => sum + instance.tries, 0);
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  return [
    name,
    count("success"),
    count("skipped"),
    count("failed"),
    count("upstream_failed"),
    String(tries),
    durations.length === 0 ? "-" : formatDuration(total),
    durations.length === 0 ? "-" : formatDuration(median(durations)),
  ];
}

function outcome(runs: readonly DagRun[], advice: string, colors: Colors): string[] {
  const failed = runs.filter(({ state }) => state === "failed");
  const ended = failed.length + runs.filter(({ state }) => state === "success").length;
  const count = runs.length === 1 ? "1 run" : `${runs.length} runs`;
  if (failed.length === 0) {
    return [
      ended === runs.length
        ? colors.green(`${count}, all of them successful.`)
        : `${ended} of ${count} ended.`,
    ];
  }
  const names = failed.slice(0, shownRuns).map(({ label }) => label);
  const more = failed.length > shownRuns ? ` and ${failed.length - shownRuns} more` : "";
  return [colors.red(`${failed.length} of ${count} failed: ${names.join(", ")}${more}.`), advice];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
