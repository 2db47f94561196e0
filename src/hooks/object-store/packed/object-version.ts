// One version of an object, to be read whole or in part, as often as needed.
import type { ObjectStore } from "../object-store.ts";

/** One content of one object: whatever is read of it is of this content, even when the object is replaced meanwhile. */
export interface ObjectVersion {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** Names the content. */
  readonly etag: string;
}

/**
 * Some bytes of the version.
 *
 * @param range the first and the last byte, both included
 * @throws {ObjectChangedError} when the object was replaced
 */
export async function* readRange(
  { store, bucket, key, etag }: ObjectVersion,
  range: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  const { body } = await store.read(bucket, key, { ifMatch: etag, range });
  yield* body;
}

/**
 * The bytes of the version as they are, packed or not. A piece is valid until the next one is asked for.
 *
 * @throws {ObjectChangedError} when the object was replaced, once the first piece is asked for
 */
export function streamVersion({ store, bucket, key, etag }: ObjectVersion): AsyncIterable<Uint8Array> {
  return store.stream(bucket, key, { ifMatch: etag });
}
