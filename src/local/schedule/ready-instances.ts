// Instances whose time has come, in the order in which they are to start.
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { DagRun, TaskInstance } from "./task-instance.ts";

/** Those of one task in one run, by their indices. */
export class ReadyInstances {
  readonly run: DagRun;
  readonly task: TaskModel;
  readonly priority: number;
  readonly #instances: TaskInstance[] = [];
  /** Those before it have been taken. */
  #start = 0;

  constructor({ run, task, options }: TaskInstance) {
    this.run = run;
    this.task = task;
    this.priority = options.priorityWeight;
  }

  get size(): number {
    return this.#instances.length - this.#start;
  }

  get first(): TaskInstance | undefined {
    return this.#instances[this.#start];
  }

  add(instance: TaskInstance): void {
    const place = this.#placeOf(instance);
    if (this.#instances[place] !== instance) this.#instances.splice(place, 0, instance);
  }

  delete(instance: TaskInstance): void {
    const place = this.#placeOf(instance);
    if (this.#instances[place] !== instance) return;
    // From the front, where most are taken, without moving all the others.
    if (place === this.#start) this.#start += 1;
    else this.#instances.splice(place, 1);
  }

  #placeOf({ mapIndex }: TaskInstance): number {
    let [low, high] = [this.#start, this.#instances.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#instances[middle] as TaskInstance).mapIndex < mapIndex) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** By priority, then older runs first, then in the order of the tasks. */
export class ReadyTasks {
  readonly #byRun = new Map<DagRun, Map<TaskModel, ReadyInstances>>();

  /** A run begins, which is the youngest one. */
  begin(run: DagRun): void {
    this.#byRun.set(run, new Map(run.tasks.map((instance) => [instance.task, new ReadyInstances(instance)])));
  }

  end(run: DagRun): void {
    this.#byRun.delete(run);
  }

  add(instance: TaskInstance): void {
    this.#of(instance)?.add(instance);
  }

  delete(instance: TaskInstance): void {
    this.#of(instance)?.delete(instance);
  }

  inOrder(): ReadyInstances[] {
    return [...this.#byRun.values()]
      .flatMap((tasks) => [...tasks.values()].filter(({ size }) => size > 0))
      .sort((a, b) => b.priority - a.priority);
  }

  #of({ run, task }: TaskInstance): ReadyInstances | undefined {
    return this.#byRun.get(run)?.get(task);
  }
}
