// GROUP BY a number, exactly and in bounded memory: an external merge sort whose runs are kept as totals.
import type { GroupCursor } from "./group.ts";
import { MergedCursor } from "./merged-cursor.ts";
import { RadixOrder } from "./radix-order.ts";
import { RunCursor } from "./run-cursor.ts";
import { RunEncoder } from "./run-encoder.ts";
import { type SpilledPart, SpillFile } from "./spill-file.ts";

export interface GroupByOptions {
  /** Values that are gathered before they are sorted. @default 32,768: a megabyte */
  readonly batch?: number;
  /** Bytes of sorted runs to keep in memory; more go to a temporary file. @default 24 MiB */
  readonly memory?: number;
}

/** Gathers values under keys and adds them up. */
export class GroupBy {
  readonly #batch: number;
  readonly #memory: number;
  readonly #keys: Float64Array;
  readonly #tags: Uint8Array;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #order: RadixOrder;
  readonly #encoder = new RunEncoder(64 * 1024);
  readonly #spillFile = new SpillFile();
  readonly #spilled: SpilledPart[] = [];
  #runs: Uint8Array[] = [];
  #runBytes = 0;
  #length = 0;

  constructor({ batch = 2 ** 15, memory = 24 * 2 ** 20 }: GroupByOptions = {}) {
    this.#batch = batch;
    this.#memory = memory;
    this.#keys = new Float64Array(batch);
    this.#tags = new Uint8Array(batch);
    this.#counts = new Int32Array(batch);
    this.#sums = new Float64Array(batch);
    this.#order = new RadixOrder(batch);
  }

  /**
   * @param key a whole number from 0 to 2^53 - 1
   * @param tag from 0 to 3; a group has the one that was added first
   * @param count a whole number of 32 bits
   * @param sum a whole number that is not negative
   */
  add(key: number, tag: number, count: number, sum: number): void {
    const at = this.#length++;
    this.#keys[at] = key;
    this.#tags[at] = tag;
    this.#counts[at] = count;
    this.#sums[at] = sum;
    if (this.#length === this.#batch) this.#sortBatch();
  }

  /** The totals of all that was added, by ascending key. Valid until more is added, or `close`. */
  groups(): GroupCursor {
    this.#sortBatch();
    const spilled = this.#spilled.map((part) => RunCursor.inFile(this.#spillFile, part));
    return new MergedCursor([...spilled, ...this.#runs.map(RunCursor.inMemory)]);
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#runs = [];
    this.#spillFile.close();
  }

  #sortBatch(): void {
    const length = this.#length;
    if (length === 0) return;
    this.#length = 0;
    this.#encoder.restart();
    this.#encodeTotals(this.#order.sort(this.#keys, length), length);
    const run = this.#encoder.take().slice();
    this.#runs.push(run);
    this.#runBytes += run.length;
    if (this.#runBytes > this.#memory) this.#spill();
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

  /** Merges the runs in memory into one on disk. */
  #spill(): void {
    const file = this.#spillFile;
    const start = file.size;
    const merged = new MergedCursor(this.#runs.map(RunCursor.inMemory));
    this.#encoder.restart();
    while (merged.next()) {
      this.#encoder.add(merged.key, merged.tag, merged.count, merged.sum);
      if (this.#encoder.length > 2 ** 20) file.append(this.#encoder.take());
    }
    file.append(this.#encoder.take());
    this.#spilled.push({ start, end: file.size });
    this.#runs = [];
    this.#runBytes = 0;
  }
}
