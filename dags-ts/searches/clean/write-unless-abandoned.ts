// Writes an object whose body finds out, when all of it is made, whether it is worth publishing.
import type { ObjectStore, WriteOptions } from "windsock/hooks";

/** The pieces of an object, and at their end whether the object is to appear. */
export type UndecidedBody = AsyncGenerator<Uint8Array | string, "publish" | "abandon">;

/**
 * Uploads the body while it is made.
 *
 * @returns whether the object was published; when it was abandoned, whatever was there before is there still
 */
export async function writeUnlessAbandoned(
  store: ObjectStore,
  bucket: string,
  key: string,
  body: UndecidedBody,
  options: WriteOptions,
): Promise<boolean> {
  try {
    await store.write(bucket, key, throwingWhenAbandoned(body), options);
    return true;
  } catch (error) {
    if (error instanceof AbandonedUpload) return false;
    throw error;
  }
}

/**
 * Ends an upload without publishing it. An object store publishes whatever body comes to its end, and asks nobody before:
 * throwing is the one way in which a body can prevent that.
 */
class AbandonedUpload extends Error {}

async function* throwingWhenAbandoned(body: UndecidedBody): AsyncGenerator<Uint8Array | string> {
  const decision = yield* body;
  if (decision === "abandon") throw new AbandonedUpload("This object is not to be published.");
}
