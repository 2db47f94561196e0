// Which keys come more than once, exactly and in bounded memory: the first ones are told at once, the others when all are
// there. These are put aside in partitions by key, on disk where there are many, and looked at one partition at a time.
import { type SpilledPart, SpillFile } from "../spill/spill-file.ts";
import { KeyTable, scatter } from "./key-table.ts";

/** A key and its value. */
const entrySize = 3;
const entryBytes = entrySize * 8;
const partitionBits = 8;
const partitionCount = 2 ** partitionBits;
const chunkEntries = 128;
const readEntries = 4096;
const firstPlaces = 2 ** 16;
const firstKeys = 2 ** 15;
const fewPlaces = 2 ** 10;

/** How much stays in memory. */
export interface RepeatedKeysOptions {
  /**
   * Bytes of keys to keep in memory; when there are more, all of them go to a temporary file.
   *
   * @default 8 MiB
   */
  readonly memory?: number;
}

/**
 * Finds the keys that come more than once, where a `Set` would take too much memory. A key is a pair of numbers, such as a
 * {@link WideFingerprint}; two are equal when both numbers are.
 *
 * Memory: 1 MiB for the first 32,768 keys, `memory` for the others, and when these are looked at some 30 bytes for each
 * different one in the largest of 256 partitions. The temporary file has 24 bytes for each key that was added.
 *
 * Call `close` when it is no longer needed.
 */
export class RepeatedKeys {
  readonly #memory: number;
  readonly #first = new KeyTable(firstPlaces);
  readonly #partitions = Array.from({ length: partitionCount }, () => new Partition());
  readonly #spillFile = new SpillFile();
  #bytes = 0;

  constructor({ memory = 8 * 2 ** 20 }: RepeatedKeysOptions = {}) {
    this.#memory = memory;
  }

  /**
   * Adds a key. Its arguments are not checked, as this is called millions of times a second.
   *
   * @param high the key's first number: a whole one from 0 to 2^53 - 1
   * @param low its second number: a whole one from -1 to 2^53 - 1
   * @param value any number, to be told of the key when it came before
   * @returns true when the key came before for certain; false when it is new, or when `repeats` will tell
   * @throws {SpillError} when the temporary folder is full
   */
  add(high: number, low: number, value: number): boolean {
    if (this.#first.size < firstKeys) return !this.#first.add(high, low);
    if (this.#first.has(high, low)) return true;
    const partition = this.#partitions[scatter(high, low) >>> (32 - partitionBits)] as Partition;
    this.#bytes += partition.add(high, low, value);
    if (this.#bytes > this.#memory) this.#spill();
    return false;
  }

  /**
   * Calls back for each key that came before and of which `add` did not say so, with its value. Of equal keys, all but the
   * first one that was added; otherwise in no order.
   */
  repeats(tell: (value: number) => void): void {
    const buffer = new Float64Array(readEntries * entrySize);
    for (const partition of this.#partitions) {
      const keys = new KeyTable(fewPlaces);
      partition.forEach(this.#spillFile, buffer, (high, low, value) => {
        if (!keys.add(high, low)) tell(value);
      });
    }
  }

  /** Gives up memory and disk. */
  close(): void {
    for (const partition of this.#partitions) partition.clear();
    this.#spillFile.close();
  }

  #spill(): void {
    const buffer = new Float64Array(readEntries * entrySize);
    for (const partition of this.#partitions) partition.spill(this.#spillFile, buffer);
    this.#bytes = 0;
  }
}

/** The keys of a partition, in the order they were added. */
class Partition {
  readonly #spilled: SpilledPart[] = [];
  #chunks: Float64Array[] = [];
  #chunk = new Float64Array(0);
  #length = 0;

  /** @returns the bytes of memory that were taken for it */
  add(high: number, low: number, value: number): number {
    const isFull = this.#length === this.#chunk.length;
    if (isFull) this.#addChunk();
    const chunk = this.#chunk;
    const at = this.#length;
    chunk[at] = high;
    chunk[at + 1] = low;
    chunk[at + 2] = value;
    this.#length = at + entrySize;
    return isFull ? chunkEntries * entryBytes : 0;
  }

  forEach(
    file: SpillFile,
    buffer: Float64Array,
    take: (high: number, low: number, value: number) => void,
  ): void {
    const takeAll = (entries: Float64Array, length: number) => {
      for (let at = 0; at < length; at += entrySize) {
        take(entries[at] as number, entries[at + 1] as number, entries[at + 2] as number);
      }
    };
    const bytes = new Uint8Array(buffer.buffer);
    for (const { start, end } of this.#spilled) {
      for (let at = start; at < end; ) {
        const read = file.read(bytes, 0, at, end);
        takeAll(buffer, read / 8);
        at += read;
      }
    }
    for (const chunk of this.#chunks) takeAll(chunk, chunk === this.#chunk ? this.#length : chunk.length);
  }

  /** @param buffer a place to gather what is written at once */
  spill(file: SpillFile, buffer: Float64Array): void {
    const start = file.size;
    let gathered = 0;
    const write = () => {
      file.append(new Uint8Array(buffer.buffer, 0, gathered * 8));
      gathered = 0;
    };
    for (const chunk of this.#chunks) {
      const entries = chunk === this.#chunk ? chunk.subarray(0, this.#length) : chunk;
      if (gathered + entries.length > buffer.length) write();
      buffer.set(entries, gathered);
      gathered += entries.length;
    }
    write();
    if (file.size > start) this.#spilled.push({ start, end: file.size });
    this.clear();
  }

  /** Forgets what is in memory. */
  clear(): void {
    this.#chunks = [];
    this.#chunk = new Float64Array(0);
    this.#length = 0;
  }

  #addChunk(): void {
    this.#chunk = new Float64Array(chunkEntries * entrySize);
    this.#chunks.push(this.#chunk);
    this.#length = 0;
  }
}
