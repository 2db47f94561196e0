// What is told of the runs at the end, gathered while each of them ends: none is kept.
import type { RunEvent } from "./schedule/run-event.ts";
import type { DagRun } from "./schedule/task-instance.ts";

export class RunEnds {
  /** Whether any has failed. */
  hasFailed = false;
  readonly #active = new Set<DagRun>();
  /** Of the ended ones with logs of this runner: how many there are, and the label of the last. */
  #logged = 0;
  #label: string | undefined;

  on(event: RunEvent): void {
    if (event.kind === "run-started") this.#active.add(event.run);
    if (event.kind !== "run-finished") return;
    const { run } = event;
    this.#active.delete(run);
    if (run.state === "failed") this.hasFailed = true;
    if (!hasLogs(run)) return;
    this.#logged += 1;
    this.#label = run.label;
  }

  /** The label of the run that has logs, "" when several have; undefined when none has. */
  get logged(): string | undefined {
    const active = [...this.#active].filter(hasLogs);
    return this.#logged + active.length > 1 ? "" : (this.#label ?? active[0]?.label);
  }
}

function hasLogs({ tasks }: DagRun): boolean {
  return tasks.some(({ logFile }) => logFile !== undefined);
}
