// Receives bodies into temporary files of a folder store, and clears away those of writers that died.
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gatherPieces } from "./gather-pieces.ts";
import type { MeteredBody } from "./metered-body.ts";
import { piecesUntilAborted } from "./until-aborted.ts";

const writeBytes = 1024 * 1024;
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

export class FileUploads {
  readonly #folder: string;

  /** Inside the store, so that a rename publishes: that needs one and the same file system. */
  constructor(storeFolder: string) {
    this.#folder = path.join(storeFolder, ".windsock-uploads");
  }

  /**
   * Writes the body to disk, then lets `publish` move the file away.
   *
   * The file is removed when anything fails or the signal is aborted.
   */
  async receive<T>(
    body: MeteredBody,
    signal: AbortSignal,
    publish: (file: string) => Promise<T>,
  ): Promise<T> {
    await mkdir(this.#folder, { recursive: true });
    await this.#removeLeftovers();
    const file = path.join(this.#folder, `${thisMachine()}.${process.pid}.${randomUUID()}`);
    const handle = await open(file, "wx");
    try {
      await writeToDisk(handle, piecesUntilAborted(body, signal));
      return await publish(file);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  async #removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      if (await isLeftover(file)) await rm(file, { force: true });
    }
  }
}

/** One piece is written while the next one is made. Closes the file. */
async function writeToDisk(handle: FileHandle, body: AsyncIterable<Uint8Array>): Promise<void> {
  let [next, other] = [Buffer.allocUnsafeSlow(writeBytes), Buffer.allocUnsafeSlow(writeBytes)];
  const nextBuffer = () => {
    [next, other] = [other, next];
    return other;
  };
  let written: Promise<void> = Promise.resolve();
  try {
    for await (const piece of gatherPieces(body, nextBuffer)) {
      await written;
      written = handle.writeFile(piece);
      // It is awaited in the next round; until then nobody else hears of a failure.
      written.catch(() => undefined);
    }
    await written;
    await handle.sync();
  } finally {
    await written.catch(() => undefined);
    await handle.close();
  }
}

/** A file of a process that is gone; or, where that cannot be known, one that nobody has touched for a day. */
async function isLeftover(file: string): Promise<boolean> {
  const [, machine, pid] = /^(.+)\.(\d+)\.[^.]+$/.exec(path.basename(file)) ?? [];
  if (machine === thisMachine()) return !isAlive(Number(pid));
  const stats = await stat(file).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > abandonedAfterMilliseconds;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Where process ids have one meaning: containers can share a host's name but not its process ids. */
function thisMachine(): string {
  try {
    return `${os.hostname()}-${statSync("/proc/self/ns/pid").ino}`;
  } catch {
    return os.hostname();
  }
}
