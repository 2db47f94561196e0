// Publishes the report's objects so that runs at once leave no mixture behind, and older figures replace no newer ones.
import { setTimeout as sleep } from "node:timers/promises";
import { ObjectChangedError, type ObjectStore } from "windsock/hooks";

/** Another run has published its page since this one began to read: this one's figures may be the older ones. */
export class OvertakenError extends Error {
  constructor(pageKey: string, options?: ErrorOptions) {
    super(
      `Another run wrote object "${pageKey}" at the same time. Try again, so that all objects are of one run.`,
      options,
    );
    this.name = "OvertakenError";
  }
}

/** In a folder store, another run may look at the page before this one has written it, and write its own after. */
const slipMilliseconds = 50;

interface Place {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly pageKey: string;
}

/**
 * Which of two reports is the newer one is told by no clock: the page is written last, and only over the page that
 * was there before anything was read. A run that finds another page has to begin again; what it has left beside that
 * page until then, it replaces. So when all runs have ended well, all objects are those of one run, and of the one
 * that began to read last.
 */
export class Publisher {
  readonly #place: Place;
  /** The etag of the page that may be replaced; null when there was none. */
  readonly #replaces: string | null;

  private constructor(place: Place, replaces: string | null) {
    this.#place = place;
    this.#replaces = replaces;
  }

  /** To be called before anything is read. */
  static async begin(place: Place): Promise<Publisher> {
    const { store, bucket, pageKey } = place;
    return new Publisher(place, (await store.head(bucket, pageKey))?.etag ?? null);
  }

  /**
   * An object beside the page; it appears whole, or not at all.
   *
   * @throws {OvertakenError} when another run has published its page meanwhile
   * @throws what the body throws
   */
  async write(key: string, contentType: string, body: AsyncIterable<string> | string): Promise<void> {
    const { store, bucket } = this.#place;
    await store.write(bucket, key, this.#unlessOvertaken(body), optionsOf(contentType));
  }

  /** Removes an object that this report does not have. */
  async remove(key: string): Promise<void> {
    await this.#checkPage(this.#replaces);
    await this.#place.store.delete(this.#place.bucket, key);
  }

  /**
   * The page, last of all.
   *
   * @throws {OvertakenError} when another run has published its page meanwhile
   */
  async writePage(html: string): Promise<void> {
    const { store, bucket, pageKey } = this.#place;
    const options = { ...optionsOf("text/html"), replaces: this.#replaces };
    try {
      const { etag } = await store.write(bucket, pageKey, this.#unlessOvertaken(html), options);
      await sleep(slipMilliseconds);
      await this.#checkPage(etag);
    } catch (error) {
      if (!(error instanceof ObjectChangedError)) throw error;
      throw new OvertakenError(pageKey, { cause: error });
    }
  }

  async *#unlessOvertaken(body: AsyncIterable<string> | string): AsyncGenerator<string> {
    if (typeof body === "string") yield body;
    else yield* body;
    await this.#checkPage(this.#replaces);
  }

  async #checkPage(expected: string | null): Promise<void> {
    const { store, bucket, pageKey } = this.#place;
    const there = await store.head(bucket, pageKey);
    if ((there?.etag ?? null) !== expected) throw new OvertakenError(pageKey);
  }
}

function optionsOf(contentType: string): { contentType: string } {
  return { contentType: `${contentType}; charset=utf-8` };
}
