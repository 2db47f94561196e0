// One content of a file while it is open: what was read of it is that content, or it says that it has changed.
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { etagOf } from "./file-metadata.ts";

/** Longer than between two ticks of the clock that stamps files: ten milliseconds, or two seconds on FAT. */
const [tickMilliseconds, longTickMilliseconds] = [20, 2_100];
const nanosecondsPerSecond = 1_000_000_000n;
/** A file that changes in each of so many ticks will not be read whole. */
const settlingTicks = 10;

/** Without waiting for whoever writes to a FIFO, and without taking a terminal. */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** There is no file of that name, or none that can be opened. */
const absentCodes: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENAMETOOLONG"]);

export class FileVersion {
  readonly handle: FileHandle;
  readonly #file: string;
  #stats: BigIntStats;

  private constructor(handle: FileHandle, file: string, stats: BigIntStats) {
    this.handle = handle;
    this.#file = file;
    this.#stats = stats;
  }

  /** Null when there is no regular file; anything else, such as a FIFO, is not opened. */
  static async open(file: string): Promise<FileVersion | null> {
    const found = await statOrNull(file);
    if (!found?.isFile()) return null;
    const handle = await unlessAbsent(open(file, openFlags));
    if (handle === null) return null;
    try {
      const stats = await handle.stat({ bigint: true });
      if (stats.isFile()) return new FileVersion(handle, file, stats);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    return null;
  }

  /** In bytes. */
  get size(): number {
    return Number(this.#stats.size);
  }

  get etag(): string {
    return etagOf(this.#stats);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Whether that file is at this path, which may be another name of it. */
  async isAt(file: string): Promise<boolean> {
    const found = await statOrNull(file);
    return found?.ino === this.#stats.ino && found.dev === this.#stats.dev;
  }

  /**
   * Waits until any further change must show in the file's times: a second one within a tick of the clock
   * does not. To be called before the etag is asked for. Only files that were changed just now take a wait.
   *
   * @returns false for a file that does not stop changing
   */
  async settle(signal: AbortSignal): Promise<boolean> {
    for (let ticks = 0; ticks < settlingTicks; ticks += 1) {
      const { ctimeNs } = this.#stats;
      const tick = ctimeNs % nanosecondsPerSecond === 0n ? longTickMilliseconds : tickMilliseconds;
      if (Date.now() - Number(ctimeNs / 1_000_000n) > tick) return true;
      await sleep(tick, undefined, { signal });
      this.#stats = await this.handle.stat({ bigint: true });
      // By a whole tick of this machine's clock, whatever the one says that stamps the file.
      if (this.#stats.ctimeNs === ctimeNs) return true;
    }
    return false;
  }

  /** Whether all that was read so far is of this version: the content was neither overwritten nor cut nor continued. */
  async isUnchanged(): Promise<boolean> {
    if (await this.#looksUnchanged()) return true;
    // A name comes or goes in several steps: what looks like a change in between them does not a tick later.
    await sleep(tickMilliseconds);
    return this.#looksUnchanged();
  }

  async #looksUnchanged(): Promise<boolean> {
    const now = await this.handle.stat({ bigint: true });
    const { size, mtimeNs, ctimeNs, nlink } = this.#stats;
    if (now.size !== size || now.mtimeNs !== mtimeNs) return false;
    if (now.ctimeNs === ctimeNs) return true;
    // A writer may have set the other time back. A new or lost name changes this one as well, but no content.
    if (now.nlink === nlink && (await this.isAt(this.#file))) return false;
    this.#stats = now;
    return true;
  }
}

async function statOrNull(file: string): Promise<BigIntStats | null> {
  return unlessAbsent(stat(file, { bigint: true }));
}

async function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: NodeJS.ErrnoException) => {
    if (absentCodes.has(error.code ?? "")) return null;
    throw error;
  });
}
