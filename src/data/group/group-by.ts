// GROUP BY a number, exactly and in bounded memory: what does not fit goes to disk as totals, to be merged.
import { type SpilledPart, SpillFile } from "../spill/spill-file.ts";
import { BucketedValues, bucketedKeys } from "./bucketed-values.ts";
import type { GroupCursor } from "./group.ts";
import { MergedCursor } from "./merged-cursor.ts";
import { RunCursor } from "./run-cursor.ts";
import { RunEncoder } from "./run-encoder.ts";
import { SortedRuns } from "./sorted-runs.ts";

/** How many values stay in memory. */
export interface GroupByOptions {
  /**
   * Values that are gathered before they are sorted, where they have to be: 33 bytes each.
   *
   * @default 32,768
   */
  readonly batch?: number;
  /**
   * Bytes of values to keep in memory; when there are more, all of them go to a temporary file.
   *
   * @default 24 MiB
   */
  readonly memory?: number;
}

const appendBytes = 2 ** 20;

/**
 * `GROUP BY` a number: gathers values under keys and adds them up, exactly, in memory that does not grow with them.
 *
 * In memory are `memory` bytes of values, and some four megabytes besides. A small value (count 0 or 1, sum below 32,768)
 * under a key below 2^28 takes four bytes, any other one mostly three to ten. What is more goes to a {@link SpillFile} as
 * one sorted run of totals, of which 64 KiB are in memory when groups are read: with the defaults that is a megabyte for
 * each hundred million values.
 *
 * Call `close` when it is no longer needed.
 */
export class GroupBy {
  readonly #batch: number;
  readonly #memory: number;
  readonly #bucketed = new BucketedValues();
  #sorted: SortedRuns | undefined;
  /** Of values under one key, all that are bucketed come before all that are sorted. */
  #onlySorted = false;
  readonly #spillFile = new SpillFile();
  readonly #spilled: SpilledPart[] = [];

  constructor({ batch = 2 ** 15, memory = 24 * 2 ** 20 }: GroupByOptions = {}) {
    this.#batch = batch;
    this.#memory = memory;
  }

  /**
   * Adds a value. Its arguments are not checked, as this is called millions of times a second.
   *
   * @param key a whole number from 0 to 2^53 - 1
   * @param tag from 0 to 3; a group has the one that was added first
   * @param count a whole number from -2^31 to 2^31 - 1
   * @param sum a whole number that is not negative; the total of a key must stay below 2^53
   * @throws {SpillError} when the temporary folder is full
   */
  add(key: number, tag: number, count: number, sum: number): void {
    if (key < bucketedKeys && !this.#onlySorted && BucketedValues.takes(count, sum)) {
      this.#bucketed.add(key, tag, count, sum);
    } else {
      this.#onlySorted ||= key < bucketedKeys;
      this.#sorted ??= new SortedRuns(this.#batch);
      this.#sorted.add(key, tag, count, sum);
    }
    if (this.#bucketed.bytes + (this.#sorted?.bytes ?? 0) > this.#memory) this.#spill();
  }

  /**
   * The totals of all that was added so far, by ascending key. The cursor is valid until more is added, or `close`; there
   * may be as many as you like.
   */
  groups(): GroupCursor {
    const spilled = this.#spilled.map((part) => RunCursor.inFile(this.#spillFile, part));
    return merged([...spilled, ...this.#inMemory()]);
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#bucketed.clear();
    this.#sorted = undefined;
    this.#spillFile.close();
  }

  #inMemory(): GroupCursor[] {
    return [this.#bucketed.groups(), ...(this.#sorted?.cursors() ?? [])];
  }

  /** Merges what is in memory into one run on disk. */
  #spill(): void {
    const file = this.#spillFile;
    const start = file.size;
    const encoder = new RunEncoder(appendBytes * 2);
    const groups = merged(this.#inMemory());
    while (groups.next()) {
      encoder.add(groups.key, groups.tag, groups.count, groups.sum);
      if (encoder.length > appendBytes) file.append(encoder.take());
    }
    file.append(encoder.take());
    this.#spilled.push({ start, end: file.size });
    this.#bucketed.clear();
    this.#sorted?.clear();
  }
}

function merged(cursors: readonly GroupCursor[]): GroupCursor {
  const [only, ...others] = cursors;
  return only !== undefined && others.length === 0 ? only : new MergedCursor(cursors);
}
