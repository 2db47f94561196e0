// Local runs in the order of their dates, for whoever looks at those before one.
import { dateOf } from "./local-run-id.ts";

/** Runs of one date are in the order in which they were added. */
export class RunOrder {
  readonly #runIds: string[] = [];

  /** @param runIds each once */
  constructor(runIds: Iterable<string> = []) {
    for (const runId of runIds) this.add(runId);
  }

  /** Adds a run that is not among them. Mostly it is the latest. */
  add(runId: string): void {
    this.#runIds.splice(this.#count(dateOf(runId), "until"), 0, runId);
  }

  /** Those with earlier dates than a run, latest first. */
  before(runId: string): Iterable<string> {
    return this.#backwards(this.#count(dateOf(runId), "before"));
  }

  /** All but the run itself that have no later date, latest first. */
  *until(runId: string): Iterable<string> {
    for (const other of this.#backwards(this.#count(dateOf(runId), "until"))) {
      if (other !== runId) yield other;
    }
  }

  /** All, latest first. */
  latestFirst(): Iterable<string> {
    return this.#backwards(this.#runIds.length);
  }

  *#backwards(count: number): Iterable<string> {
    for (let index = count - 1; index >= 0; index--) yield this.#runIds[index] as string;
  }

  /** How many have a date before this one, or until it. */
  #count(date: string, which: "before" | "until"): number {
    const isCounted = (runId: string) => (which === "before" ? dateOf(runId) < date : dateOf(runId) <= date);
    const latest = this.#runIds.at(-1);
    if (latest === undefined || isCounted(latest)) return this.#runIds.length;
    let [low, high] = [0, this.#runIds.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isCounted(this.#runIds[middle] as string)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
