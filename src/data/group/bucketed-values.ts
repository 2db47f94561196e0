// Small values under small keys, four bytes each, in buckets by key: gathering them so costs less than sorting.
import type { GroupCursor } from "./group.ts";

// A value holds what its key has beyond its bucket, and its tag, count and sum, from the lowest bit up.
const offsetBits = 14;
const tagShift = offsetBits;
const countShift = tagShift + 2;
const sumShift = countShift + 1;
const offsetCount = 2 ** offsetBits;
const bucketCount = 2 ** 14;
const sumLimit = 2 ** (32 - sumShift);

/** Keys from here on belong elsewhere. */
export const bucketedKeys = bucketCount * offsetCount;

// A bucket grows by a chunk, memory by a slab of many chunks. Sizes and positions are in values.
const chunkBits = 6;
const chunkSize = 2 ** chunkBits;
const slabBits = 16;
const slabSize = 2 ** slabBits;
const valueBytes = 4;

/** Values in the order they came in, bucket by bucket. */
export class BucketedValues {
  #slabs: Uint32Array[] = [];
  #chunks = 0;
  /** By chunk: the one that continues it, plus 1; 0 is none. */
  #nextChunks = new Uint32Array(slabSize / chunkSize);
  /** By bucket: its first chunk, plus 1. */
  readonly #firstChunks = new Uint32Array(bucketCount);
  /** By bucket: the position behind its last value. */
  readonly #ends = new Uint32Array(bucketCount);

  /** What its values take, in memory. */
  get bytes(): number {
    return this.#chunks * chunkSize * valueBytes;
  }

  /** Whether a value is small enough. */
  static takes(count: number, sum: number): boolean {
    return (count === 1 || count === 0) && sum < sumLimit;
  }

  /** @param key below {@link bucketedKeys} */
  add(key: number, tag: number, count: number, sum: number): void {
    const bucket = key >>> offsetBits;
    let position = this.#ends[bucket] as number;
    if (position % chunkSize === 0) position = this.#addChunk(bucket);
    const slab = this.#slabs[position >>> slabBits] as Uint32Array;
    slab[position & (slabSize - 1)] =
      (key & (offsetCount - 1)) | (tag << tagShift) | (count << countShift) | (sum << sumShift);
    this.#ends[bucket] = position + 1;
  }

  /** The totals of all values, by ascending key. Valid until more is added. */
  groups(): GroupCursor {
    return new BucketCursor((bucket, totals) => this.#addUp(bucket, totals));
  }

  clear(): void {
    this.#slabs = [];
    this.#chunks = 0;
    this.#nextChunks.fill(0);
    this.#firstChunks.fill(0);
    this.#ends.fill(0);
  }

  /** @returns its first position */
  #addChunk(bucket: number): number {
    const chunk = this.#chunks++;
    if (chunk === this.#nextChunks.length) {
      const longer = new Uint32Array(chunk * 2);
      longer.set(this.#nextChunks);
      this.#nextChunks = longer;
    }
    if (chunk * chunkSize === this.#slabs.length * slabSize) this.#slabs.push(new Uint32Array(slabSize));
    const end = this.#ends[bucket] as number;
    if (end === 0) this.#firstChunks[bucket] = chunk + 1;
    else this.#nextChunks[(end - 1) >>> chunkBits] = chunk + 1;
    return chunk * chunkSize;
  }

  /** @returns whether the bucket has any values */
  #addUp(bucket: number, totals: Totals): boolean {
    let chunk = this.#firstChunks[bucket] as number;
    const isFilled = chunk > 0;
    while (chunk > 0) {
      const next = this.#nextChunks[chunk - 1] as number;
      const start = (chunk - 1) * chunkSize;
      const end = next === 0 ? (this.#ends[bucket] as number) : start + chunkSize;
      const slab = this.#slabs[start >>> slabBits] as Uint32Array;
      const slabStart = start & ~(slabSize - 1);
      for (let position = start; position < end; position++) totals.add(slab[position - slabStart] as number);
      chunk = next;
    }
    return isFilled;
  }
}

/** The totals of one bucket, by offset. */
class Totals {
  readonly #counts = new Int32Array(offsetCount);
  readonly #sums = new Float64Array(offsetCount);
  readonly #tags = new Uint8Array(offsetCount);
  /** A bit for each offset that has a value. */
  readonly #present = new Uint32Array(offsetCount / 32);

  add(value: number): void {
    const offset = value & (offsetCount - 1);
    const bit = 1 << (offset & 31);
    const word = this.#present[offset >>> 5] as number;
    if ((word & bit) === 0) {
      this.#present[offset >>> 5] = word | bit;
      this.#tags[offset] = (value >>> tagShift) & 3;
      this.#counts[offset] = 0;
      this.#sums[offset] = 0;
    }
    this.#counts[offset] = (this.#counts[offset] as number) + ((value >>> countShift) & 1);
    this.#sums[offset] = (this.#sums[offset] as number) + (value >>> sumShift);
  }

  /** The lowest offset from `start` on that has a value, which is then forgotten; -1 when there is none. */
  takeFirst(start: number): number {
    for (let index = start >>> 5; index < this.#present.length; index++) {
      const word = this.#present[index] as number;
      if (word === 0) continue;
      this.#present[index] = word & (word - 1);
      return index * 32 + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  tag(offset: number): number {
    return this.#tags[offset] as number;
  }

  count(offset: number): number {
    return this.#counts[offset] as number;
  }

  sum(offset: number): number {
    return this.#sums[offset] as number;
  }
}

class BucketCursor implements GroupCursor {
  key = 0;
  tag = 0;
  count = 0;
  sum = 0;
  #bucket = -1;
  #offset = 0;
  readonly #totals = new Totals();
  readonly #addUp: (bucket: number, totals: Totals) => boolean;

  constructor(addUp: (bucket: number, totals: Totals) => boolean) {
    this.#addUp = addUp;
  }

  next(): boolean {
    const totals = this.#totals;
    let offset = this.#bucket < 0 ? -1 : totals.takeFirst(this.#offset);
    while (offset < 0) {
      this.#bucket += 1;
      if (this.#bucket >= bucketCount) return false;
      if (this.#addUp(this.#bucket, totals)) offset = totals.takeFirst(0);
    }
    this.#offset = offset;
    this.key = this.#bucket * offsetCount + offset;
    this.tag = totals.tag(offset);
    this.count = totals.count(offset);
    this.sum = totals.sum(offset);
    return true;
  }
}
