// Lets yauzl read a zip archive where it is, in an object store, range by range.
import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import { type ObjectVersion, readRange } from "./object-version.ts";

/** yauzl's view of an object. */
export class RangeReader extends RandomAccessReader {
  /** What the object store threw, as opposed to what yauzl makes of the bytes. */
  failure: { readonly error: unknown } | undefined;
  readonly #object: ObjectVersion;

  constructor(object: ObjectVersion) {
    super();
    this.#object = object;
  }

  /** @param end the byte after the last one */
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end - 1), { objectMode: false });
  }

  async *#read(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* readRange(this.#object, { start, end });
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
