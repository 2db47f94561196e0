// Tells cheaply whether files are still what they were when something was made of them: by their stamps, and by their
// contents where a stamp is another one.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { sourceNames } from "./source-folders.ts";

/** A file as it was once. It may be absent, or a folder: then it is which folder that is, since packages may be links. */
export interface FileVersion {
  /**
   * Relative to the project's folder; with a `/` at the end it is a folder's list of names, with {@link sourceList} that of
   * the sources that TypeScript may find there.
   */
  readonly file: string;
  /** Of its content; of one that no file can have where it is not known what was read. */
  readonly hash: string;
  /** As it had it last with this content; null where a change could have left the same one. */
  stamp: string | null;
}

/** What a version says of a file, whichever it is. */
export type FileContent = Omit<FileVersion, "file">;

/** Versions of several files. */
export type FileSet = readonly FileVersion[];

/** File systems stamp with a clock that ticks; a change this recent, in milliseconds, may be yet to show. */
const clockTick = 20;

const absent = "absent";

/** Behind a folder's name. */
export const sourceList = "/*.ts";

/** What the files are during one build. */
export class FilesNow {
  readonly #folder: string;
  readonly #generated: string;
  readonly #settledBefore = Date.now() - clockTick;
  readonly #looks = new Map<string, Look>();
  readonly #hashes = new Map<string, string>();
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #current = new Map<FileSet, boolean>();
  /** By file: the versions that were taken before anything was read. */
  readonly #before = new Map<string, FileVersion>();
  #hasRenewed = false;

  /**
   * @param folder what the files' names are relative to
   * @param generated the folder in it that is no source
   */
  constructor(folder: string, generated: string) {
    this.#folder = folder;
    this.#generated = path.join(folder, generated);
  }

  /** Whether a version was found current by its content, and has another stamp since. */
  get hasRenewed(): boolean {
    return this.#hasRenewed;
  }

  areCurrent(set: FileSet): boolean {
    const known = this.#current.get(set);
    if (known !== undefined) return known;
    const current = set.every((version) => this.isCurrent(version));
    this.#current.set(set, current);
    return current;
  }

  isCurrent(version: FileVersion): boolean {
    const { file, hash } = version;
    if (hash === absent && !this.#namesIn(path.dirname(file)).has(path.basename(file))) return true;
    const { stamp, changedAt } = this.#look(file);
    if (stamp === version.stamp) return true;
    if (this.#hash(file) !== hash) return false;
    if (changedAt < this.#settledBefore) {
      version.stamp = stamp;
      this.#hasRenewed = true;
    }
    return true;
  }

  isThere(file: string): boolean {
    return this.#look(file).stamp !== absent;
  }

  /** Takes versions before anything is read: what changes from then on is another version, whoever reads it. */
  takeBefore(files: Iterable<string>): void {
    for (const file of files) {
      const { stamp, changedAt } = this.#look(file);
      const isSettled = changedAt < this.#settledBefore;
      this.#before.set(file, { file, hash: this.#hash(file), stamp: isSettled ? stamp : null });
    }
  }

  /**
   * What this build reads. A file that was saved since it began has a version that is never current again: which of its two
   * contents was read is not known.
   *
   * @param known as it was at an earlier build
   */
  source(file: string, known?: FileVersion): FileVersion {
    const before = this.#before.get(file);
    if (before) return before;
    const { stamp, changedAt } = this.#look(file);
    if (known?.stamp === stamp) return known;
    const hash = this.#hash(file);
    const isSettled = changedAt < this.#settledBefore && lookAt(this.#path(placeOf(file))).stamp === stamp;
    return isSettled
      ? { file, hash, stamp }
      : { file, hash: `unknown at ${this.#settledBefore}`, stamp: null };
  }

  #look(file: string): Look {
    const known = this.#looks.get(file) ?? lookAt(this.#path(placeOf(file)));
    this.#looks.set(file, known);
    return known;
  }

  #hash(file: string): string {
    const known = this.#hashes.get(file) ?? this.#contentOf(file);
    this.#hashes.set(file, known);
    return known;
  }

  #contentOf(file: string): string {
    const place = this.#path(placeOf(file));
    if (place === this.#path(file)) return contentOf(place, this.#folder);
    return hashOr(place, this.#folder, () => JSON.stringify(sourceNames(place, this.#generated)));
  }

  #namesIn(folder: string): ReadonlySet<string> {
    const known = this.#names.get(folder) ?? namesIn(this.#path(folder));
    this.#names.set(folder, known);
    return known;
  }

  #path(file: string): string {
    return path.join(this.#folder, file);
  }
}

/** The stamp that a file has now; null where it was changed so lately that a change may be yet to show. */
export function settledStamp(file: string): string | null {
  const { stamp, changedAt } = lookAt(file);
  return changedAt < Date.now() - clockTick ? stamp : null;
}

export interface Look {
  readonly stamp: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** What a file is now. It may be absent, or where nobody may look. */
export function lookAt(file: string): Look {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) return { stamp: absent, changedAt: 0 };
    // Installed files may be links into a store of all projects: each new link to one changes its ctime.
    const changedAt = /[\\/]node_modules[\\/]/.test(file) ? stats.mtimeMs : stats.ctimeMs;
    return { stamp: `${changedAt} ${stats.size} ${stats.ino}`, changedAt };
  } catch (error) {
    return { stamp: String((error as NodeJS.ErrnoException).code), changedAt: 0 };
  }
}

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The file, or the folder of a {@link sourceList}. */
function placeOf(file: string): string {
  return file.endsWith(sourceList) ? file.slice(0, -sourceList.length) : file;
}

/** @param from what the place of a folder is told relative to */
function contentOf(file: string, from: string): string {
  return hashOr(file, from, () =>
    file.endsWith(path.sep) ? readdirSync(file).sort().join("\n") : readFileSync(file),
  );
}

/** The hash of what is read, or why it cannot be read. */
function hashOr(file: string, from: string, read: () => string | Uint8Array): string {
  try {
    return hashOf(read());
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return absent;
    return code === "EISDIR" ? `folder ${path.relative(from, realpathSync(file))}` : code;
  }
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}
