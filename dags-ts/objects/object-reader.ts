// Lets yauzl read a zip archive where it is, in an object store, range by range.
import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import { readSource, type SourceObject } from "./source-object.ts";

export class ObjectReader extends RandomAccessReader {
  /** What the object store threw, as opposed to what yauzl makes of the bytes. */
  failure: { readonly error: unknown } | undefined;
  readonly #source: SourceObject;

  constructor(source: SourceObject) {
    super();
    this.#source = source;
  }

  /** @param end the byte after the last one */
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end - 1), { objectMode: false });
  }

  async *#read(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* readSource(this.#source, { start, end });
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
