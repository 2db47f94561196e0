// Lets yauzl read a zip archive where it is, in an object store, range by range.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { RandomAccessReader } from "yauzl";
import { archiveEnd, endBytes } from "./archive-end.ts";
import { type ObjectVersion, readRange } from "./object-version.ts";

/** yauzl's view of an object. What it looks for first is at the end, of which a piece is kept. */
export class RangeReader extends RandomAccessReader {
  /** What the object store threw, as opposed to what yauzl makes of the bytes. */
  failure: { readonly error: unknown } | undefined;
  readonly #object: ObjectVersion;
  readonly #tail: Buffer;

  private constructor(object: ObjectVersion, tail: Buffer) {
    super();
    this.#object = object;
    this.#tail = tail;
  }

  /** @throws what the object store throws */
  static async open(object: ObjectVersion): Promise<RangeReader> {
    const { size } = object;
    const range = { start: Math.max(0, size - endBytes), end: size - 1 };
    return new RangeReader(object, await buffer(readRange(object, range)));
  }

  /** The archive's size: as unzip does, it leaves out what follows its end. */
  get archiveSize(): number {
    return archiveEnd(this.#tail, this.#tailStart) ?? this.#object.size;
  }

  /** @param end the byte after the last one */
  override _readStreamForRange(start: number, end: number): Readable {
    const pieces = start >= this.#tailStart ? this.#readTail(start, end) : this.#read(start, end);
    return Readable.from(pieces, { objectMode: false });
  }

  get #tailStart(): number {
    return this.#object.size - this.#tail.length;
  }

  async *#readTail(start: number, end: number): AsyncGenerator<Uint8Array> {
    this.#checkEnd(end);
    yield Buffer.from(this.#tail.subarray(start - this.#tailStart, end - this.#tailStart));
  }

  async *#read(start: number, end: number): AsyncGenerator<Uint8Array> {
    this.#checkEnd(end);
    try {
      yield* readRange(this.#object, { start, end: end - 1 });
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  /** To ask the object store for bytes that are not there would look like a failure of its own. */
  #checkEnd(end: number): void {
    if (end > this.#object.size) throw new Error("it leads to a place behind its end");
  }
}
