// Writes an object piece by piece, where the object store wants to be given a body to iterate.
import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { ObjectStore, WriteOptions } from "windsock/hooks";

/** Where an object goes. */
export interface ObjectPlace {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
}

/**
 * An object that appears, whole, with `finish`. One that nothing was written to is not to be there: then
 * `finish` removes it.
 */
export class ObjectWriter {
  readonly #place: ObjectPlace;
  readonly #options: WriteOptions;
  readonly #body = new PassThrough();
  readonly #failed = new AbortController();
  #written: Promise<unknown> | undefined;

  constructor(place: ObjectPlace, options: WriteOptions) {
    this.#place = place;
    this.#options = options;
    // Failures come out of the methods; the stream itself has nobody else to tell.
    this.#body.on("error", () => undefined);
  }

  /**
   * Resolves as soon as there is room for more.
   *
   * @throws what the object store throws
   */
  async write(text: string): Promise<void> {
    if (text === "") return;
    this.#written ??= this.#begin();
    if (this.#failed.signal.aborted) await this.#written;
    else if (!this.#body.write(text)) await this.#room();
  }

  /** Publishes the object. */
  async finish(): Promise<void> {
    const { store, bucket, key } = this.#place;
    if (this.#written === undefined) return store.delete(bucket, key);
    this.#body.end();
    await this.#written;
  }

  /** Gives up: nothing is published. Does nothing after `finish`. */
  async abort(): Promise<void> {
    this.#body.destroy(new Error("The object was given up."));
    await this.#written?.catch(() => undefined);
  }

  #begin(): Promise<unknown> {
    const { store, bucket, key } = this.#place;
    const written = store.write(bucket, key, this.#body, this.#options);
    // Whoever fails to store the body no longer reads it, and would never make room.
    written.catch(() => this.#failed.abort());
    return written;
  }

  async #room(): Promise<void> {
    try {
      await once(this.#body, "drain", { signal: this.#failed.signal });
    } catch (error) {
      await this.#written;
      throw error;
    }
  }
}
