// Publishes the report's objects so that two runs at once leave no mixture behind.
import { ObjectChangedError, type ObjectStore } from "windsock/hooks";

const readAtName = "read-at";

/** Another run read its figures later than this one, and has published already. */
class NewerReportError extends Error {
  constructor(key: string, readAt: string) {
    super(`Object "${key}" is of a report whose figures are newer (${readAt}).`);
    this.name = "NewerReportError";
  }
}

/** Another run has published an object while this one was making it. */
export class OvertakenError extends Error {
  constructor(key: string, cause: unknown) {
    super(
      `Another run wrote object "${key}" at the same time. Try again, so that all objects are of one run.`,
      {
        cause,
      },
    );
    this.name = "OvertakenError";
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
   * @throws {NewerReportError} when there is one of newer figures
   * @throws {OvertakenError} when another run has published one of older figures meanwhile
   * @throws what the body throws
   */
  async write(key: string, contentType: string, body: AsyncIterable<string> | string): Promise<void> {
    const { store, bucket, readAt } = this.#place;
    const replaces = await this.#check(key);
    try {
      await store.write(bucket, key, typeof body === "string" ? only(body) : body, {
        contentType: `${contentType}; charset=utf-8`,
        metadata: { [readAtName]: readAt },
        replaces,
      });
    } catch (error) {
      if (!(error instanceof ObjectChangedError)) throw error;
      await this.#check(key);
      throw new OvertakenError(key, error);
    }
  }

  /** Removes an object that this report does not have. */
  async remove(key: string): Promise<void> {
    await this.#check(key);
    await this.#place.store.delete(this.#place.bucket, key);
  }

  /** The etag of what is there, if it is anything. */
  async #check(key: string): Promise<string | null> {
    const { store, bucket, readAt } = this.#place;
    const there = await store.head(bucket, key);
    const thereReadAt = there?.metadata[readAtName];
    if (thereReadAt !== undefined && thereReadAt > readAt) throw new NewerReportError(key, thereReadAt);
    return there?.etag ?? null;
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}
