// One build of a project at a time, in whatever process: two at once could leave files of both.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockFile } from "../system/file-lock.ts";
import { cacheFolder } from "./cache-folder.ts";

/** How often to look whether the lock is free, in milliseconds. */
const interval = 50;

/** Somebody who waits longer than this, in milliseconds, is told why. */
const patience = 500;

export class BuildLock {
  readonly #file: string;
  readonly #note: (text: string) => void;

  /** @param note told when there is something to wait for */
  constructor(projectFolder: string, note: (text: string) => void) {
    this.#file = path.join(cacheFolder(projectFolder), "build.lock");
    this.#note = note;
  }

  /**
   * Takes the lock as soon as it is free.
   *
   * @returns gives the lock back
   * @throws the signal's reason
   */
  async acquire(signal: AbortSignal | undefined): Promise<() => void> {
    for (let waited = 0; ; waited += interval) {
      signal?.throwIfAborted();
      const release = this.#attempt();
      if (release) return release;
      if (waited === patience) this.#note("Another process is building this project. Waiting for it.");
      await sleep(interval);
    }
  }

  #attempt(): (() => void) | null {
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      return lockFile(this.#file, String(process.pid));
    } catch {
      // A file system without locks, or nothing that may be written: the build itself says what it cannot do.
      return () => undefined;
    }
  }
}
