// A body on its way into an object: counts its bytes and remembers whether it was the body that failed.
import { Buffer } from "node:buffer";
import type { ObjectBody } from "./object-store.ts";

/** A body as bytes, to be iterated once. */
export class MeteredBody implements AsyncIterable<Uint8Array> {
  /** Bytes so far. */
  size = 0;
  /** What the body threw, which is not the store's error. */
  failure: { readonly error: unknown } | null = null;
  readonly #body: ObjectBody;

  constructor(body: ObjectBody) {
    this.#body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const pieces = this.#pieces();
    for await (const piece of pieces) {
      const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
      if (bytes.byteLength === 0) continue;
      this.size += bytes.byteLength;
      yield bytes;
    }
  }

  /** Apart, so that an error of the consumer is not taken for the body's. */
  async *#pieces(): AsyncGenerator<Uint8Array | string> {
    try {
      yield* this.#body;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
