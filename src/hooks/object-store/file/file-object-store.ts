// The object store in a folder: Airflow's "File (path)" connection, for one machine or a shared volume.
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { addAbortSignal } from "node:stream";
import type { Connection } from "../../../model/connection/connection.ts";
import type { HookServices } from "../../../sdk/hook.ts";
import { MeteredBody } from "../metered-body.ts";
import { ObjectChangedError, objectNotFound } from "../object-errors.ts";
import { checkMetadata, checkRange, rangeBehindEnd } from "../object-metadata.ts";
import type {
  ListedObject,
  ObjectBody,
  ObjectContent,
  ObjectInfo,
  ObjectStore,
  ReadOptions,
  WriteOptions,
  WrittenObject,
} from "../object-store.ts";
import { fileError } from "./file-errors.ts";
import { listFiles } from "./file-listing.ts";
import { etagOf, FileMetadata } from "./file-metadata.ts";
import { bucketFolder, objectFile, storeFolder } from "./file-paths.ts";
import { readPieces } from "./file-pieces.ts";
import { FileUploads } from "./file-uploads.ts";

const readBytes = 1024 * 1024;

export class FileObjectStore implements ObjectStore {
  readonly #folder: string;
  readonly #place: string;
  readonly #signal: AbortSignal;
  readonly #metadata: FileMetadata;
  readonly #uploads: FileUploads;

  constructor(connection: Connection, { signal }: Pick<HookServices, "signal">) {
    this.#folder = storeFolder(connection);
    this.#place = `connection "${connection.connId}", folder ${this.#folder}`;
    this.#signal = signal;
    this.#metadata = new FileMetadata(this.#folder);
    this.#uploads = new FileUploads(this.#folder, this.#metadata);
  }

  async head(bucket: string, key: string): Promise<ObjectInfo | null> {
    return this.#try("Looking for", bucket, key, async () => {
      const object = await this.#open(bucket, key);
      await object?.handle.close();
      return object?.info ?? null;
    });
  }

  async *list(
    bucket: string,
    prefix: string,
    { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
  ): AsyncGenerator<ListedObject> {
    const folder = await this.#bucket(bucket);
    if (limit < 1) return;
    let count = 0;
    for await (const { key, file } of listFiles(folder, prefix)) {
      this.#signal.throwIfAborted();
      const stats = await stat(file, { bigint: true }).catch(() => null);
      if (!stats?.isFile()) continue;
      yield { key, size: Number(stats.size), etag: etagOf(stats) };
      count += 1;
      if (count >= limit) return;
    }
  }

  async read(bucket: string, key: string, options: ReadOptions = {}): Promise<ObjectContent> {
    const { handle, info } = await this.#openToRead(bucket, key, options);
    const body = handle.createReadStream({ ...options.range, highWaterMark: readBytes });
    return { info, body: addAbortSignal(this.#signal, body) };
  }

  async *stream(bucket: string, key: string, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
    const { handle } = await this.#openToRead(bucket, key, options);
    try {
      for await (const piece of readPieces(handle, options.range)) {
        this.#signal.throwIfAborted();
        yield piece;
      }
    } catch (error) {
      throw fileError(error, { doing: "Reading", bucket, key }, this.#place);
    } finally {
      await handle.close();
    }
  }

  async #openToRead(
    bucket: string,
    key: string,
    { range, ifMatch }: ReadOptions,
  ): Promise<{ handle: FileHandle; info: ObjectInfo }> {
    if (range) checkRange(range);
    const object = await this.#try("Reading", bucket, key, () => this.#open(bucket, key));
    if (!object) throw await objectNotFound(this, this.#place, bucket, key);
    const { handle, info } = object;
    try {
      if (ifMatch !== undefined && info.etag !== ifMatch) throw new ObjectChangedError(bucket, key);
      if (range && range.start >= info.size) throw rangeBehindEnd(bucket, key, range.start);
      return object;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async write(
    bucket: string,
    key: string,
    body: ObjectBody,
    { metadata = {}, replaces }: WriteOptions = {},
  ): Promise<WrittenObject> {
    checkMetadata(metadata);
    const target = objectFile(this.#folder, bucket, key);
    const metered = new MeteredBody(body);
    try {
      return await this.#try("Writing", bucket, key, async () => {
        await this.#bucket(bucket);
        const etag = await this.#uploads.receive(metered, this.#signal, (file) =>
          this.#publish(file, target, metadata, (etag) => {
            if (replaces !== undefined && etag !== replaces) throw new ObjectChangedError(bucket, key);
          }),
        );
        return { size: metered.size, etag };
      });
    } catch (error) {
      throw metered.failure ? metered.failure.error : error;
    }
  }

  async delete(bucket: string, key: string): Promise<void> {
    const file = objectFile(this.#folder, bucket, key);
    await this.#try("Removing", bucket, key, async () => {
      await this.#bucket(bucket);
      const etag = await existingEtag(file);
      if (etag === null) return;
      await this.#uploads.replacing(file, async () => {
        await rm(file, { force: true });
        await this.#metadata.remove(etag);
      });
    });
  }

  async checkAccess(bucket: string): Promise<void> {
    await this.#bucket(bucket);
  }

  close(): void {}

  /** Rename is the moment of publication; the metadata are there before it, under the etag it brings. */
  async #publish(
    file: string,
    target: string,
    metadata: ObjectInfo["metadata"],
    checkReplaced: (etag: string | null) => void,
  ): Promise<string> {
    const etag = etagOf(await stat(file, { bigint: true }));
    await this.#metadata.save(etag, metadata);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      const replaced = await existingEtag(target);
      checkReplaced(replaced);
      await this.#uploads.replacing(target, async () => {
        await rename(file, target);
        if (replaced !== null) await this.#metadata.remove(replaced);
      });
      return etag;
    } catch (error) {
      await this.#metadata.remove(etag);
      throw error;
    }
  }

  async #open(bucket: string, key: string): Promise<{ handle: FileHandle; info: ObjectInfo } | null> {
    const file = objectFile(this.#folder, bucket, key);
    for (;;) {
      const handle = await openFile(file);
      if (handle === null) {
        await this.#bucket(bucket);
        return null;
      }
      const stats = await handle.stat({ bigint: true });
      const etag = etagOf(stats);
      const metadata = await this.#metadata.load(etag);
      // Without metadata it may be an object that was replaced just now, its metadata being gone already.
      if (stats.isFile() && (metadata !== null || (await existingEtag(file)) === etag)) {
        return { handle, info: { size: Number(stats.size), etag, metadata: metadata ?? {} } };
      }
      await handle.close();
      if (!stats.isFile()) return null;
    }
  }

  /** The bucket's folder, which must exist and may be listed. */
  async #bucket(bucket: string): Promise<string> {
    const folder = bucketFolder(this.#folder, bucket);
    return this.#try("Listing", bucket, null, async () => {
      const directory = await opendir(folder);
      await directory.close();
      return folder;
    });
  }

  async #try<T>(doing: string, bucket: string, key: string | null, work: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      throw fileError(error, { doing, bucket, key }, this.#place);
    }
  }
}

async function openFile(file: string): Promise<FileHandle | null> {
  return open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
}

async function existingEtag(file: string): Promise<string | null> {
  const stats = await stat(file, { bigint: true }).catch(() => null);
  return stats?.isFile() ? etagOf(stats) : null;
}
