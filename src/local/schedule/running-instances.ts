// Task instances whose tries are under way, and what they keep others from.
import type { TaskInstance } from "./task-instance.ts";

export class RunningInstances {
  readonly #resources: (instance: TaskInstance) => readonly string[];
  /** What each of them holds. */
  readonly #held = new Map<TaskInstance, readonly string[]>();

  /** @param resources what only one running task may hold at a time */
  constructor(resources: (instance: TaskInstance) => readonly string[]) {
    this.#resources = resources;
  }

  get size(): number {
    return this.#held.size;
  }

  add(instance: TaskInstance): void {
    this.#held.set(instance, this.#resources(instance));
  }

  delete(instance: TaskInstance): void {
    this.#held.delete(instance);
  }

  /** Whether one has to wait: for what another task holds, or for one of as many of its own instances as there may be. */
  holdBack(instance: TaskInstance): boolean {
    const { maxActiveTisPerDag, maxActiveTisPerDagrun } = instance.options;
    const own = [...this.#held.keys()].filter(({ task }) => task.taskId === instance.task.taskId);
    const ofRun = own.filter(({ run }) => run === instance.run);
    if (maxActiveTisPerDag !== null && own.length >= maxActiveTisPerDag) return true;
    if (maxActiveTisPerDagrun !== null && ofRun.length >= maxActiveTisPerDagrun) return true;
    const held = [...this.#held.values()].flat();
    return this.#resources(instance).some((resource) => held.includes(resource));
  }
}
