// Publishes the report's objects so that two runs at once leave no mixture behind.
import type { ObjectStore } from "windsock/hooks";

const READ_AT = "read-at";

/** Another run read its figures later than this one, and has published already. */
class NewerReportError extends Error {
  constructor(key: string, readAt: string) {
    super(`Object "${key}" is of a report whose figures are newer (${readAt}).`);
    this.name = "NewerReportError";
  }
}

interface Place {
  readonly store: ObjectStore;
  readonly bucket: string;
  /** The instant the figures were read at. */
  readonly readAt: string;
}

/**
 * Every object says when its figures were read, and is never replaced by one of older figures: when all runs are
 * done, each object is that of the newest.
 */
export class Publisher {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /**
   * Appears whole, or not at all.
   *
   * @throws {NewerReportError} when there is one of newer figures; what the body throws
   */
  async write(key: string, contentType: string, body: AsyncIterable<string> | string): Promise<void> {
    const { store, bucket, readAt } = this.#place;
    await this.#check(key);
    await store.write(bucket, key, this.#checkedAtEnd(key, body), {
      contentType: `${contentType}; charset=utf-8`,
      metadata: { [READ_AT]: readAt },
    });
  }

  /** Removes an object that this report does not have. */
  async remove(key: string): Promise<void> {
    await this.#check(key);
    await this.#place.store.delete(this.#place.bucket, key);
  }

  /** Making the body may take minutes, in which another run may end. */
  async *#checkedAtEnd(key: string, body: AsyncIterable<string> | string): AsyncGenerator<string> {
    if (typeof body === "string") yield body;
    else yield* body;
    await this.#check(key);
  }

  async #check(key: string): Promise<void> {
    const { store, bucket, readAt } = this.#place;
    const there = (await store.head(bucket, key))?.metadata[READ_AT];
    if (there !== undefined && there > readAt) throw new NewerReportError(key, there);
  }
}
