// Receives bodies into temporary files of a folder store, and clears away those of writers that died.
import type { Buffer } from "node:buffer";
import { type FileHandle, link, lstat, open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Logger } from "../../../sdk/logger.ts";
import { awaitedLater } from "../../../system/awaited-later.ts";
import { piecesUntilAborted } from "../../../system/until-aborted.ts";
import { isLeftover, ownName } from "../abandoned-files.ts";
import { bufferRing, gatherPieces } from "../gather-pieces.ts";
import type { MeteredBody } from "../metered-body.ts";
import { etagOf, type FileMetadata } from "./file-metadata.ts";
import { makeOwnFolder } from "./own-folder.ts";

const writeBytes = 512 * 1024;
const pendingWrites = 2;
/** The disk is kept busy all along, so that little is left to wait for at the end. */
const flushBytes = 16 * 1024 * 1024;

export class FileUploads {
  readonly #folder: string;
  readonly #metadata: FileMetadata;
  readonly #log: Logger;

  /** Inside the store, so that a rename publishes: that needs one and the same file system. */
  constructor(storeFolder: string, metadata: FileMetadata, log: Logger) {
    this.#folder = path.join(storeFolder, ".windsock-uploads");
    this.#metadata = metadata;
    this.#log = log;
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
    await makeOwnFolder(this.#folder);
    await this.#removeLeftovers();
    const file = path.join(this.#folder, ownName());
    const handle = await open(file, "wx");
    try {
      await writeToDisk(handle, piecesUntilAborted(body, signal));
      return await publish(file);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  /**
   * Keeps a second name of an object while the work replaces or removes it and forgets its metadata: when the
   * process dies in between, what is left tells the next one what to forget.
   */
  async replacing(target: string, work: () => Promise<void>): Promise<void> {
    await makeOwnFolder(this.#folder);
    const second = path.join(this.#folder, ownName());
    // There may be no object yet, and some file systems have no links.
    await link(target, second).catch(() => undefined);
    try {
      await work();
    } finally {
      await rm(second, { force: true });
    }
  }

  async #removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      if (!(await isLeftover(file))) continue;
      // One that is in the way of nobody is no reason not to write.
      await this.#remove(file).catch((error: Error) =>
        this.#log.warning(
          `${file} was left by a writer that is gone, and cannot be removed: ${error.message}`,
        ),
      );
    }
  }

  /** Together with its metadata, unless it is an object's second name. */
  async #remove(file: string): Promise<void> {
    const stats = await lstat(file, { bigint: true }).catch(() => null);
    if (stats?.nlink === 1n) await this.#metadata.remove(etagOf(stats));
    await rm(file, { force: true });
  }
}

/**
 * Some pieces are on their way to the disk while the next one is made; one after the other, since a file takes one write at
 * a time, and those that wait for it would keep threads from reading. Closes the file.
 */
async function writeToDisk(handle: FileHandle, body: AsyncIterable<Uint8Array>): Promise<void> {
  const writes: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  let flushed: Promise<void> = Promise.resolve();
  let [size, flushedSize] = [0, 0];
  try {
    for await (const piece of gatherPieces(body, bufferRing(pendingWrites + 1, writeBytes))) {
      const position = size;
      last = awaitedLater(last.then(() => writeAll(handle, piece, position)));
      writes.push(last);
      size += piece.length;
      if (size - flushedSize >= flushBytes) {
        flushed = awaitedLater(flushed.then(() => handle.datasync()));
        flushedSize = size;
      }
      if (writes.length > pendingWrites) await writes.shift();
    }
    await Promise.all([...writes, flushed]);
    await handle.sync();
  } finally {
    await Promise.allSettled([...writes, flushed]);
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let written = 0; written < piece.length; ) {
    const { bytesWritten } = await handle.write(piece, written, piece.length - written, position + written);
    written += bytesWritten;
  }
}
