// Any values under any keys: batches of them are sorted, and kept as totals in bytes.
import type { GroupCursor } from "./group.ts";
import { RadixOrder } from "./radix-order.ts";
import { RunCursor } from "./run-cursor.ts";
import { RunEncoder } from "./run-encoder.ts";

/** Runs of totals, each by ascending key, in the order they came in. */
export class SortedRuns {
  readonly #batch: number;
  readonly #keys: Float64Array;
  readonly #tags: Uint8Array;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #order: RadixOrder;
  readonly #encoder = new RunEncoder(64 * 1024);
  #length = 0;
  #runs: Uint8Array[] = [];
  #bytes = 0;

  /** @param batch values that are gathered before they are sorted */
  constructor(batch: number) {
    this.#batch = batch;
    this.#keys = new Float64Array(batch);
    this.#tags = new Uint8Array(batch);
    this.#counts = new Int32Array(batch);
    this.#sums = new Float64Array(batch);
    this.#order = new RadixOrder(batch);
  }

  /** What the runs take, in memory; the batch comes on top. */
  get bytes(): number {
    return this.#bytes;
  }

  add(key: number, tag: number, count: number, sum: number): void {
    const at = this.#length++;
    this.#keys[at] = key;
    this.#tags[at] = tag;
    this.#counts[at] = count;
    this.#sums[at] = sum;
    if (this.#length === this.#batch) this.#sortBatch();
  }

  /** One cursor for each run. Valid until more is added. */
  cursors(): GroupCursor[] {
    this.#sortBatch();
    return this.#runs.map(RunCursor.inMemory);
  }

  clear(): void {
    this.#length = 0;
    this.#runs = [];
    this.#bytes = 0;
  }

  #sortBatch(): void {
    const length = this.#length;
    if (length === 0) return;
    this.#length = 0;
    this.#encoder.restart();
    this.#encodeTotals(this.#order.sort(this.#keys, length), length);
    const run = this.#encoder.take().slice();
    this.#runs.push(run);
    this.#bytes += run.length;
  }

  #encodeTotals(order: Uint32Array, length: number): void {
    let index = 0;
    while (index < length) {
      let position = order[index++] as number;
      const key = this.#keys[position] as number;
      const tag = this.#tags[position] as number;
      let count = this.#counts[position] as number;
      let sum = this.#sums[position] as number;
      while (index < length && this.#keys[order[index] as number] === key) {
        position = order[index++] as number;
        count += this.#counts[position] as number;
        sum += this.#sums[position] as number;
      }
      this.#encoder.add(key, tag, count, sum);
    }
  }
}
