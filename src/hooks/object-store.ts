// The object store hook: objects in buckets, on S3 and what speaks its protocol, or in a folder.
import type { Readable } from "node:stream";
import { defineHook, type Hook } from "../sdk/hook.ts";

/** What is known of an object without reading it. */
export interface ObjectInfo {
  /** In bytes, of the whole object. */
  readonly size: number;
  /**
   * Names this content of this key: another content has another one. Without quotes. Opaque: on S3 often, but
   * not always, the MD5 sum.
   */
  readonly etag: string;
  /** The names are in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An object in a listing, where S3 does not tell the metadata. */
export interface ListedObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly etag: string;
}

export interface ReadOptions {
  /**
   * Only these bytes, the first and the last one included; an end past the object's is no error.
   *
   * @default the whole object
   */
  readonly range?: { readonly start: number; readonly end: number };
  /** Refuse to read any content but the one with this `etag`. */
  readonly ifMatch?: string;
}

/** An object that is being read. */
export interface ObjectContent {
  readonly info: ObjectInfo;
  /** Must be read to its end or destroyed: it holds a connection or a file. */
  readonly body: Readable;
}

/** Content to write, piece by piece. Text is written as UTF-8. */
export type ObjectBody = AsyncIterable<Uint8Array | string>;

export interface WriteOptions {
  /** Such as `text/csv`. A folder does not keep it. */
  readonly contentType?: string;
  /** Names of `a-z`, `0-9` and `-`; values of printable ASCII characters. S3 takes 2 KB in all. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An object that was written. */
export interface WrittenObject {
  /** In bytes. */
  readonly size: number;
  readonly etag: string;
}

/**
 * Objects in buckets. Every call ends when the task is asked to stop.
 *
 * Its methods throw `AirflowFailException` for what no retry mends: a bucket that does not exist, refused
 * access, refused credentials.
 */
export interface ObjectStore {
  /** The object's description, or null when there is no such object. */
  head(bucket: string, key: string): Promise<ObjectInfo | null>;

  /**
   * The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes.
   *
   * @param options `limit`: at most so many; all by default
   */
  list(bucket: string, prefix: string, options?: { readonly limit?: number }): AsyncIterable<ListedObject>;

  /**
   * @throws {ObjectNotFoundError} when there is no such object
   * @throws {ObjectChangedError} when its etag is not `ifMatch`
   * @throws RangeError when the range begins behind the object's end
   */
  read(bucket: string, key: string, options?: ReadOptions): Promise<ObjectContent>;

  /**
   * Writes or replaces an object without ever holding it in memory; up to 78 GiB on S3.
   *
   * Readers see the old object or the new one, never a part: when the body throws or the task is asked to
   * stop, nothing is published and nothing is left behind. The body's own error comes out unchanged.
   */
  write(bucket: string, key: string, body: ObjectBody, options?: WriteOptions): Promise<WrittenObject>;

  /** Removes an object. It is no error when there is none. */
  delete(bucket: string, key: string): Promise<void>;

  /** Fails unless the bucket exists and its objects may be listed. */
  checkAccess(bucket: string): Promise<void>;

  close(): void;
}

/**
 * Opens an Airflow connection as an object store.
 *
 * - `aws` and `s3`: login is the access key id, password the secret key (without them: the AWS SDK's default
 *   chain, such as an IAM role). Extra: `endpoint_url` or `service_config.s3.endpoint_url`, `region_name`,
 *   `aws_session_token`, `profile_name`.
 * - `fs`, Airflow's "File (path)": extra `path` is an absolute folder whose sub-folders are the buckets.
 *   An etag is made from the file's inode, size and time of change.
 */
export const objectStore: Hook<ObjectStore> = defineHook({
  name: "ObjectStoreHook",
  connTypes: ["aws", "s3", "fs"],
  async open(connection, services) {
    // Evaluating the AWS SDK takes longer than starting Node: only who needs it pays.
    if (connection.connType === "fs") {
      const { FileObjectStore } = await import("./file-object-store.ts");
      return new FileObjectStore(connection, services);
    }
    const { S3ObjectStore } = await import("./s3-object-store.ts");
    return new S3ObjectStore(connection, services);
  },
});
