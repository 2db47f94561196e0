// What is to be known of all runs before the first one begins: they are made once to look at them, one at a time.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { producersOf } from "../../model/dag/mapping.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { type EndState, endStates } from "../../model/run/end-state.ts";
import { type DagRun, hasEnded } from "../schedule/task-instance.ts";

/** How many instances ended in which way. */
export type Ends = Record<EndState, number>;

/** Runs that lack something. */
interface Lacking {
  /** The label of the first one. */
  readonly first: string;
  runs: number;
}

export class Survey {
  total = 0;
  /** Runs in which nothing is left to do. */
  kept = 0;
  /** Labels. */
  first = "";
  last = "";
  /** Ids of the runs of which nothing is kept. */
  readonly fresh: string[] = [];
  /** All that run, and what of it was done before, in all runs. */
  readonly tasks = new Map<TaskModel, Ends>();
  /** Those of the first run. */
  readonly tasksOfFirst = new Set<TaskModel>();
  /** Those that are not done in all runs. */
  readonly remaining = new Set<TaskModel>();
  /** The runs without the output of a task that does not run, and is read by one that does. */
  readonly without = new Map<string, Lacking>();
  readonly #producers: readonly string[];

  constructor({ dag, tasks }: { readonly dag: DagModel; readonly tasks: readonly TaskModel[] }) {
    const running = new Set(tasks.map(({ taskId }) => taskId));
    const read = new Set(tasks.flatMap((task) => producersOf(task, dag.groups)));
    this.#producers = [...read].filter((taskId) => !running.has(taskId));
  }

  add(run: DagRun): void {
    if (this.total === 0) this.first = run.label;
    this.last = run.label;
    if (!hasKept(run)) this.fresh.push(run.runId);
    if (run.kept) this.kept += 1;
    this.#addTasks(run);
    for (const producer of this.#producers) {
      if (run.outputs.has(producer)) continue;
      const lacking = this.without.get(producer) ?? { first: run.label, runs: 0 };
      lacking.runs += 1;
      this.without.set(producer, lacking);
    }
    this.total += 1;
  }

  #addTasks(run: DagRun): void {
    for (const { task, state } of run.tasks) {
      if (this.total === 0) this.tasksOfFirst.add(task);
      const ends = this.tasks.get(task) ?? noEnds();
      this.tasks.set(task, ends);
      if (hasEnded(state)) ends[state] += 1;
      else this.remaining.add(task);
    }
  }
}

/** Whether something of the run was done before, and is not done again. */
export function hasKept(run: DagRun): boolean {
  return run.tasks.some(({ state }) => hasEnded(state));
}

function noEnds(): Ends {
  return Object.fromEntries(endStates.map((state) => [state, 0])) as Ends;
}
