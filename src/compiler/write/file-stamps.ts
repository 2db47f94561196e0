// Tells cheaply whether files are still what they were when a DAG was compiled.
import { statSync } from "node:fs";
import path from "node:path";

/** A stamp by file; a file that has another stamp now is another file. */
export type Stamps = ReadonlyMap<string, string>;

/** File systems stamp with a clock that ticks; a change this recent, in milliseconds, may be yet to show. */
const clockTick = 20;

/** What the files are during one build. */
export class FileStamps {
  readonly #folder: string;
  readonly #settledBefore = Date.now() - clockTick;
  readonly #known = new Map<string, string>();

  /** @param folder what the files' names are relative to */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The stamps of what this build reads. A file that was saved since it began has none that it could have at
   * the next one: which of its two contents was read is not known.
   */
  ofSources(files: Iterable<string>): Stamps {
    return new Map(Array.from(files, (file) => [file, this.#sourceStamp(file)]));
  }

  /** The stamps of what this build has written. */
  ofOutputs(files: Iterable<string>): Stamps {
    return new Map(Array.from(files, (file) => [file, this.#look(file).stamp]));
  }

  /** Whether all files are still what they were. */
  areCurrent(stamps: Stamps): boolean {
    for (const [file, stamp] of stamps) if (this.#sourceStamp(file) !== stamp) return false;
    return true;
  }

  #sourceStamp(file: string): string {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const { stamp, changedAt } = this.#look(file);
    const settled = changedAt < this.#settledBefore ? stamp : `${stamp}, unsettled at ${this.#settledBefore}`;
    this.#known.set(file, settled);
    return settled;
  }

  #look(file: string): Look {
    return lookAt(path.join(this.#folder, file));
  }
}

interface Look {
  readonly stamp: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** What a file is now. It may be absent, or where nobody may look. */
export function lookAt(file: string): Look {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) return { stamp: "absent", changedAt: 0 };
    // Installed files may be links into a store of all projects: each new link to one changes its ctime.
    const changedAt = /[\\/]node_modules[\\/]/.test(file) ? stats.mtimeMs : stats.ctimeMs;
    return { stamp: `${changedAt} ${stats.size} ${stats.ino}`, changedAt };
  } catch (error) {
    return { stamp: String((error as NodeJS.ErrnoException).code), changedAt: 0 };
  }
}
