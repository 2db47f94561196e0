// The object store in a folder: Airflow's "File (path)" connection, for one machine or a shared volume.
import { rename, rm, stat } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import type { Connection } from "../../../model/connection/connection.ts";
import type { HookServices } from "../../../sdk/hook.ts";
import type { Logger } from "../../../sdk/logger.ts";
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
import { storePlace } from "../shown-place.ts";
import { etagOfOnlyName, existingEtag, FileBuckets } from "./file-buckets.ts";
import { fileError } from "./file-errors.ts";
import { FileListing } from "./file-listing.ts";
import { etagOf, FileMetadata } from "./file-metadata.ts";
import { objectFile, storeFolder } from "./file-paths.ts";
import { FileBody, type FileReading, readPieces } from "./file-pieces.ts";
import { FileUploads } from "./file-uploads.ts";

export class FileObjectStore implements ObjectStore {
  readonly #folder: string;
  readonly #place: string;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #metadata: FileMetadata;
  readonly #buckets: FileBuckets;
  readonly #uploads: FileUploads;
  readonly #passedOver = new Set<string>();

  constructor(connection: Connection, { log, signal }: HookServices) {
    this.#folder = storeFolder(connection);
    this.#place = storePlace(connection, `folder ${this.#folder}`);
    this.#log = log;
    this.#signal = signal;
    this.#metadata = new FileMetadata(this.#folder, log);
    this.#buckets = new FileBuckets(this.#folder, this.#place, this.#metadata);
    this.#uploads = new FileUploads(this.#folder, this.#metadata, log);
  }

  async head(bucket: string, key: string): Promise<ObjectInfo | null> {
    return this.#try("Looking for", bucket, key, async () => {
      const object = await this.#buckets.open(bucket, key);
      await object?.version.close();
      return object?.info ?? null;
    });
  }

  async *list(
    bucket: string,
    prefix: string,
    { limit = Number.POSITIVE_INFINITY }: { limit?: number } = {},
  ): AsyncGenerator<ListedObject> {
    this.#signal.throwIfAborted();
    const root = await this.#buckets.root(bucket);
    if (limit < 1) return;
    const listing = new FileListing(root, prefix, (key, why) => this.#passOver(bucket, key, why));
    let count = 0;
    try {
      for await (const { key, file } of listing.files(this.#signal)) {
        const stats = await stat(file, { bigint: true }).catch(() => null);
        if (!stats?.isFile()) continue;
        yield { key, size: Number(stats.size), etag: etagOf(stats) };
        count += 1;
        if (count >= limit) return;
      }
    } catch (error) {
      throw fileError(error, { doing: "Listing", bucket, key: null }, this.#place);
    }
  }

  /** Once for each, so that a task that lists again and again says it only once. */
  #passOver(bucket: string, key: string, why: string): void {
    const message = `Listing bucket "${bucket}" passes over "${key}": ${why}.`;
    if (!this.#passedOver.has(message)) this.#log.warning(message);
    this.#passedOver.add(message);
  }

  async read(bucket: string, key: string, options: ReadOptions = {}): Promise<ObjectContent> {
    const { info, ...reading } = await this.#openToRead(bucket, key, options);
    return { info, body: addAbortSignal(this.#signal, new FileBody(reading)) };
  }

  async *stream(bucket: string, key: string, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
    const reading = await this.#openToRead(bucket, key, options);
    try {
      for await (const piece of readPieces(reading)) {
        this.#signal.throwIfAborted();
        yield piece;
      }
    } finally {
      await reading.version.close();
    }
  }

  async #openToRead(
    bucket: string,
    key: string,
    { range, ifMatch }: ReadOptions,
  ): Promise<FileReading & { info: ObjectInfo }> {
    if (range) checkRange(range);
    const call = { doing: "Reading", bucket, key };
    const object = await this.#try(call.doing, bucket, key, () =>
      this.#buckets.open(bucket, key, this.#signal),
    );
    if (!object) throw await objectNotFound(this, this.#place, bucket, key);
    const { version, info } = object;
    try {
      const changed = () => new ObjectChangedError(bucket, key);
      if (ifMatch !== undefined && info.etag !== ifMatch) throw changed();
      if (range && range.start >= info.size) throw rangeBehindEnd(bucket, key, range.start);
      return { version, info, range, changed, explain: (error) => fileError(error, call, this.#place) };
    } catch (error) {
      await version.close();
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
    objectFile(this.#folder, bucket, key); // Refused before anything is written.
    const metered = new MeteredBody(body);
    try {
      return await this.#try("Writing", bucket, key, async () => {
        await this.#buckets.root(bucket);
        const etag = await this.#uploads.receive(metered, this.#signal, async (file) =>
          this.#publish(file, await this.#buckets.fileToWrite(bucket, key), metadata, (etag) => {
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
    await this.#try("Removing", bucket, key, async () => {
      const file = await this.#buckets.fileToRemove(bucket, key);
      if (file === null) return;
      const etag = await etagOfOnlyName(file);
      await this.#uploads.replacing(file, async () => {
        await rm(file, { force: true });
        if (etag !== null) await this.#metadata.remove(etag);
      });
    });
  }

  async checkAccess(bucket: string): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#buckets.root(bucket);
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
    try {
      await this.#metadata.save(etag, metadata);
      checkReplaced(await existingEtag(target));
      const replaced = await etagOfOnlyName(target);
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

  async #try<T>(doing: string, bucket: string, key: string, work: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      throw fileError(error, { doing, bucket, key }, this.#place);
    }
  }
}
