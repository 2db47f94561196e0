// What the tasks of a run returned: one value of each task, or one of each instance of a mapped one.
import type { JsonValue } from "../json.ts";

/** The index of a task that is not mapped, in Airflow's words. */
export const notMapped = -1;

/** What a task or an instance of a mapped one is called: `count`, `count[3]`. */
export function instanceName(taskId: string, mapIndex: number = notMapped): string {
  return mapIndex === notMapped ? taskId : `${taskId}[${mapIndex}]`;
}

export class Outputs {
  readonly #tasks = new Map<string, Map<number, JsonValue>>();

  set(taskId: string, mapIndex: number, value: JsonValue): void {
    const values = this.#tasks.get(taskId) ?? new Map<number, JsonValue>();
    this.#tasks.set(taskId, values.set(mapIndex, value));
  }

  /** Undefined when it has returned nothing, not even null. */
  get(taskId: string, mapIndex: number = notMapped): JsonValue | undefined {
    return this.#tasks.get(taskId)?.get(mapIndex);
  }

  /** Whether any instance of the task has returned. */
  has(taskId: string): boolean {
    return this.#tasks.has(taskId);
  }

  /** Ids of the tasks that have returned. */
  get taskIds(): string[] {
    return [...this.#tasks.keys()];
  }

  /** What the instances of a mapped task returned, in their order. As in Airflow, null is nothing that is returned. */
  gathered(taskId: string): JsonValue[] {
    const values = [...(this.#tasks.get(taskId) ?? [])].sort(([one], [other]) => one - other);
    return values.map(([, value]) => value).filter((value) => value !== null);
  }

  /** Forgets what an instance returned; without an index, what all of them did. */
  delete(taskId: string, mapIndex?: number): void {
    const values = this.#tasks.get(taskId);
    if (mapIndex === undefined || (values?.delete(mapIndex) && values.size === 0)) this.#tasks.delete(taskId);
  }
}
