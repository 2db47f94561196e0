// What an object store is to a task: objects in buckets, read and written as streams.
import type { Readable } from "node:stream";

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

/** How an object is read. */
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
  /**
   * Must be read to its end or destroyed: it holds a connection or a file. Ends with an `ObjectChangedError` when
   * somebody rewrites the object in place meanwhile; what was read before is of the old content.
   */
  readonly body: Readable;
}

/**
 * Content to write, piece by piece. Text is written as UTF-8. The memory of a piece may be used again as soon as
 * the next one is asked for.
 */
export type ObjectBody = AsyncIterable<Uint8Array | string>;

/** How an object is written. */
export interface WriteOptions {
  /** Such as `text/csv`. A folder does not keep it. */
  readonly contentType?: string;
  /** Names of `a-z`, `0-9` and `-`; values of printable ASCII characters. S3 takes 2 KB in all. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Replace no other content than the one with this `etag`, or nothing at all with null. S3 decides it at the
   * moment of publication; in a folder another writer can slip through within a millisecond.
   *
   * @default whatever is there is replaced
   */
  readonly replaces?: string | null;
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
   * The objects whose keys begin with `prefix`, in the order of the keys' UTF-8 bytes. In a folder, links that lead
   * out of the store and names that are not UTF-8 are passed over, with a warning.
   *
   * @param options `limit`: at most so many; all by default
   */
  list(bucket: string, prefix: string, options?: { readonly limit?: number }): AsyncIterable<ListedObject>;

  /**
   * Opens an object, or a range of its bytes.
   *
   * @throws {ObjectNotFoundError} when there is no such object
   * @throws {ObjectChangedError} when its etag is not `ifMatch`, or it does not stop changing
   * @throws RangeError when the range begins behind the object's end
   */
  read(bucket: string, key: string, options?: ReadOptions): Promise<ObjectContent>;

  /**
   * Reads an object piece by piece, in memory that is used again: a piece is valid until the next one is asked
   * for. For large objects whose pieces are worked on at once and not kept.
   *
   * @throws what `read` and its body throw, as pieces are asked for
   */
  stream(bucket: string, key: string, options?: ReadOptions): AsyncIterable<Uint8Array>;

  /**
   * Writes or replaces an object without ever holding it in memory; up to 78 GiB on S3.
   *
   * Readers see the old object or the new one, never a part: when the body throws or the task is asked to
   * stop, nothing is published and nothing is left behind. The body's own error comes out unchanged.
   *
   * @throws {ObjectChangedError} when something else than `replaces` is there
   */
  write(bucket: string, key: string, body: ObjectBody, options?: WriteOptions): Promise<WrittenObject>;

  /** Removes an object. It is no error when there is none. */
  delete(bucket: string, key: string): Promise<void>;

  /** Fails unless the bucket exists and its objects may be listed. */
  checkAccess(bucket: string): Promise<void>;

  /** Ends what is open; awaited when the task ends. */
  close(): void;
}
