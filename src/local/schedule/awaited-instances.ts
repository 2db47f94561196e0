// Instances that others wait for together, and how those have ended that have: counted once, however many wait for them.
import { isSetup } from "../../model/dag/setup-teardown.ts";
import type { EndState } from "../../model/run/end-state.ts";
import { type Awaited, hasEnded, type TaskInstance, type TaskState } from "./task-instance.ts";
import { type Counts, isDone } from "./trigger-rule.ts";

/** All instances of one task in a run, or one of them. */
export class AwaitedInstances implements Awaited {
  readonly dependents: TaskInstance[] = [];
  readonly areSetups: boolean;
  #counts: Counts;

  constructor(instances: readonly TaskInstance[]) {
    this.areSetups = instances.some(({ task }) => isSetup(task));
    this.#counts = countStates(instances);
  }

  get counts(): Counts {
    return this.#counts;
  }

  count(state: EndState): boolean {
    const before = this.#counts[state];
    this.#counts = { ...this.#counts, [state]: before + 1 };
    return before === 0 || isDone(this.#counts);
  }
}

/** How those have ended that have. */
export function countStates(instances: readonly { readonly state: TaskState }[]): Counts {
  const ended = { success: 0, skipped: 0, failed: 0, upstream_failed: 0 };
  for (const { state } of instances) if (hasEnded(state)) ended[state] += 1;
  return { ...ended, total: instances.length };
}
