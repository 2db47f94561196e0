// One version of a source object, to be read whole or in part, as often as needed.
import type { ObjectStore } from "windsock/hooks";

export interface SourceObject {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** The version that all reads are about, even when the object is replaced meanwhile. */
  readonly etag: string;
}

/**
 * The bytes of the object.
 *
 * @param range the first and the last byte, both included; the whole object by default
 * @throws {ObjectChangedError} when the object was replaced since it was found
 */
export async function* readSource(
  { store, bucket, key, etag }: SourceObject,
  range?: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  const { body } = await store.read(bucket, key, { ifMatch: etag, ...(range && { range }) });
  yield* body;
}

/**
 * The bytes of the whole object. A piece is valid until the next one is asked for.
 *
 * @throws {ObjectChangedError} when the object was replaced since it was found
 */
export function streamSource({ store, bucket, key, etag }: SourceObject): AsyncIterable<Uint8Array> {
  return store.stream(bucket, key, { ifMatch: etag });
}
