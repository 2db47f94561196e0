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
   * Does the work as soon as the lock is free.
   *
   * @throws the signal's reason, when it is aborted while there is still to be waited
   */
  async during<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const release = await this.#acquire(signal);
    try {
      return await work();
    } finally {
      release();
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<() => void> {
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
