// Notices when a file changes that DAGs are made of. Events of the file system only say when to look; what has changed
// is told by the files' stamps, so that it does not matter how an editor, git or a package manager writes.
import { type FSWatcher, statSync, watch } from "node:fs";
import path from "node:path";
import { lookAt } from "../current/file-versions.ts";
import { filesBelow } from "./files-below.ts";

/** Editors save in several steps; this long after the last one, in milliseconds, the change is told. */
const quietTime = 20;

/** File systems stamp with a clock that ticks, in milliseconds. */
const clockTick = 10;

/** The events of one save come together, within this many milliseconds. */
const eventTime = 2;

/** How often to look without being told, in milliseconds: not every file system tells (network, containers). */
const lookInterval = 1_000;

export class SourceWatch {
  readonly #folder: string;
  #sources = "";
  readonly #changed: (files: readonly string[]) => void;
  #files: readonly string[] = [];
  #stamps = new Map<string, string>();
  readonly #watchers = new Map<string, { readonly stamp: string; readonly watcher: FSWatcher }>();
  readonly #pending = new Set<string>();
  #isToldOf = false;
  /** However many files are looked at, and however busy their folders are, most of the time is left to others. */
  #restUntil = 0;
  #settling: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;

  /**
   * @param changed told the files, relative to the project's folder
   */
  constructor(projectFolder: string, changed: (files: readonly string[]) => void) {
    this.#folder = projectFolder;
    this.#changed = changed;
  }

  /**
   * What to watch from now on.
   *
   * @param sources a folder of the project below which every file counts, and every new one
   * @param files others, relative to the project's folder; they may be absent
   * @param since when somebody began to read them, in milliseconds since the epoch
   */
  watch(sources: string, files: Iterable<string>, since: number): void {
    this.#sources = sources;
    this.#files = [...new Set(files)];
    this.#note(since - clockTick);
    this.#watchFolders();
    if (this.#looking === undefined) this.#lookIn(lookInterval);
  }

  close(): void {
    clearTimeout(this.#looking);
    clearTimeout(this.#settling);
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => {
      this.#isToldOf = false;
      const start = performance.now();
      this.#note(Number.NEGATIVE_INFINITY);
      this.#watchFolders();
      const cost = performance.now() - start;
      this.#restUntil = performance.now() + cost * 5;
      this.#lookIn(Math.max(lookInterval, cost * 50));
    }, milliseconds);
  }

  /** An event: many come together. */
  #soon(): void {
    if (this.#isToldOf) return;
    this.#isToldOf = true;
    this.#lookIn(Math.max(eventTime, this.#restUntil - performance.now()));
  }

  /**
   * Compares all files with what they were.
   *
   * @param since files that were not watched before count as changed when they changed after this
   */
  #note(since: number): boolean {
    const files = new Set([...this.#files, ...filesBelow(this.#folder, this.#sources)]);
    const stamps = new Map<string, string>();
    const changed: string[] = [];
    for (const file of new Set([...files, ...this.#stamps.keys()])) {
      const { stamp, changedAt } = lookAt(path.resolve(this.#folder, file));
      const before = this.#stamps.get(file);
      if (before === undefined ? changedAt > since : before !== stamp) changed.push(file);
      if (files.has(file)) stamps.set(file, stamp);
    }
    this.#stamps = stamps;
    for (const file of changed) this.#pending.add(file);
    if (changed.length > 0) this.#settle();
    return changed.length > 0;
  }

  /** Tells what has changed once nothing changes any more. */
  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      if (this.#note(Number.NEGATIVE_INFINITY)) return;
      const files = [...this.#pending].sort();
      this.#pending.clear();
      this.#changed(files);
    }, quietTime);
  }

  /** Folders, not files: a file that is replaced is another one, and one that is missing has no events. */
  #watchFolders(): void {
    const folders = new Set([this.#sources, ...[...this.#stamps.keys()].map((file) => path.dirname(file))]);
    const wanted = new Set([...folders].map((folder) => nearest(path.resolve(this.#folder, folder))));
    for (const [folder, { stamp, watcher }] of this.#watchers) {
      if (wanted.has(folder) && identity(folder) === stamp) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watchFolder(folder);
  }

  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, () => this.#soon());
      // A folder that is gone is watched again when it is back; without events there is the interval.
      watcher.on("error", () => watcher.close());
      this.#watchers.set(folder, { stamp: identity(folder), watcher });
    } catch {
      // There are no more watches to be had, or it is gone.
    }
  }
}

/** The folder, or the one above it that is there. */
function nearest(folder: string): string {
  for (let there = folder; ; there = path.dirname(there)) {
    if (identity(there) !== absent || path.dirname(there) === there) return there;
  }
}

const absent = "absent";

/** Which folder has this path now. */
function identity(folder: string): string {
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    return stats?.isDirectory() ? `${stats.dev} ${stats.ino}` : absent;
  } catch {
    return absent;
  }
}
