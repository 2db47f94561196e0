// Reads an object window by window: between two of them it holds no connection and no open file, so that the lists
// of any number of days can be read at once.
import { Buffer } from "node:buffer";
import type { ObjectVersion } from "windsock/hooks";

const lineFeed = 0x0a;

export interface WindowOptions {
  /** Of a window. A line that is longer ends the reading, as if there were no more of it. */
  readonly bytes: number;
  /** Whether the next window is read while one is worked on. */
  readonly ahead: boolean;
}

/** All lists together take this much; no window is smaller or larger than is of use. */
const [budgetBytes, fewestBytes, mostBytes] = [32 * 2 ** 20, 16 * 2 ** 10, 512 * 2 ** 10];
/** With more lists, so many windows at once would be more connections and files than there may be. */
const mostAhead = 32;

/** How to read so many lists at once. */
export function windowsFor(lists: number): WindowOptions {
  const bytes = Math.floor(budgetBytes / (2 * Math.max(1, lists)));
  return { bytes: Math.min(mostBytes, Math.max(fewestBytes, bytes)), ahead: lists <= mostAhead };
}

export class ListWindows {
  readonly #object: ObjectVersion;
  readonly #options: WindowOptions;
  #position = 0;
  #ahead: Promise<Buffer> | undefined;

  constructor(object: ObjectVersion, options: WindowOptions) {
    this.#object = object;
    this.#options = options;
  }

  /**
   * What is left of the window before, and the next one behind it; null at the end. The last line gets a line feed
   * where it has none.
   *
   * @throws {ObjectChangedError} when the object was replaced
   */
  async next(rest: Buffer): Promise<Buffer | null> {
    if (this.#position >= this.#object.size) return null;
    const window = await (this.#ahead ?? this.#read());
    this.#ahead = undefined;
    this.#position += window.length;
    const isLast = this.#position >= this.#object.size;
    if (this.#options.ahead && !isLast) {
      this.#ahead = this.#read();
      // Whoever asks for it is told; nobody may.
      this.#ahead.catch(() => undefined);
    }
    const cut = isLast && window.at(-1) !== lineFeed ? [Buffer.of(lineFeed)] : [];
    return rest.length + cut.length === 0 ? window : Buffer.concat([rest, window, ...cut]);
  }

  /** Waits for what is being read ahead. */
  async close(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
  }

  async #read(): Promise<Buffer> {
    const { store, bucket, key, etag } = this.#object;
    const range = { start: this.#position, end: this.#position + this.#options.bytes - 1 };
    const { body } = await store.read(bucket, key, { ifMatch: etag, range });
    return Buffer.concat(await body.toArray());
  }
}
