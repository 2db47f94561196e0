// The table at the end of a local run, and what to do next: counted while it goes on, as no run is kept that has ended.
import Table from "cli-table3";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { EndState } from "../../model/run/end-state.ts";
import type { Ends, Survey } from "../plan/survey.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import { type DagRun, hasEnded, type TaskInstance } from "../schedule/task-instance.ts";
import { formatDuration } from "./format-duration.ts";
import type { Colors } from "./progress.ts";
import { taskName } from "./task-name.ts";

const shownRuns = 10;

/** What came of all instances of a task. */
interface Row {
  readonly ends: Ends;
  tries: number;
  /** In milliseconds, of those that ran. */
  readonly durations: number[];
}

export class Summary {
  readonly #total: number;
  readonly #rows: ReadonlyMap<TaskModel, Row>;
  /** They have run, and not ended. */
  readonly #tried = new Set<TaskInstance>();
  #ended = 0;
  #failed = 0;
  /** The first ones that failed, in the order of the runs. */
  #shown: readonly Pick<DagRun, "label" | "place">[] = [];

  constructor({ total, tasks, tasksOfFirst }: Survey) {
    this.#total = total;
    const rows = [...tasks].filter(([task]) => tasksOfFirst.has(task));
    this.#rows = new Map(rows.map(([task, ends]) => [task, { ends: { ...ends }, tries: 0, durations: [] }]));
  }

  count(event: RunEvent): void {
    if (event.kind === "try-started") this.#try(event.instance);
    if (event.kind === "task-finished") this.#end(event.instance);
    if (event.kind !== "run-finished") return;
    this.#ended += 1;
    if (event.run.state === "failed") this.#fail(event.run);
  }

  /** One row a task: how its instances ended, tries and durations of those that ran. */
  text(advice: string, colors: Colors): string {
    const table = new Table({
      head: ["task", "success", "skipped", "failed", "upstream_failed", "tries", "total", "median"],
      colAligns: ["left", "right", "right", "right", "right", "right", "right", "right"],
      style: { head: [], border: [], compact: true },
    });
    for (const [task, row] of this.#rows) {
      const unended = [...this.#tried].filter((instance) => instance.task === task);
      const durations = [...row.durations, ...unended.map(({ durationMs }) => durationMs)];
      table.push([taskName(task), ...cells(row, durations)]);
    }
    return [table.toString(), ...this.#outcome(advice, colors)].join("\n");
  }

  #try(instance: TaskInstance): void {
    this.#tried.add(instance);
    const row = this.#rows.get(instance.task);
    if (row) row.tries += 1;
  }

  #end(instance: TaskInstance): void {
    this.#tried.delete(instance);
    const { task, state, tries, durationMs } = instance;
    const row = this.#rows.get(task);
    if (!row || !hasEnded(state)) return;
    row.ends[state] += 1;
    if (tries > 0) row.durations.push(durationMs);
  }

  #fail({ label, place }: DagRun): void {
    this.#failed += 1;
    this.#shown = [...this.#shown, { label, place }].sort((a, b) => a.place - b.place).slice(0, shownRuns);
  }

  #outcome(advice: string, colors: Colors): string[] {
    const total = this.#total;
    const count = total === 1 ? "1 run" : `${total} runs`;
    if (this.#failed === 0) {
      const isWhole = this.#ended === total;
      return [
        isWhole ? colors.green(`${count}, all of them successful.`) : `${this.#ended} of ${count} ended.`,
      ];
    }
    const names = this.#shown.map(({ label }) => label).join(", ");
    const more = this.#failed > shownRuns ? ` and ${this.#failed - shownRuns} more` : "";
    return [colors.red(`${this.#failed} of ${count} failed: ${names}${more}.`), advice];
  }
}

function cells({ ends, tries }: Row, durations: readonly number[]): string[] {
  const count = (state: EndState) => String(ends[state]);
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  return [
    count("success"),
    count("skipped"),
    count("failed"),
    count("upstream_failed"),
    String(tries),
    durations.length === 0 ? "-" : formatDuration(total),
    durations.length === 0 ? "-" : formatDuration(median(durations)),
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
