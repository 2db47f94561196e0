// What goes wrong with one object, told so that a person can act on it.
import type { ObjectStore } from "./object-store.ts";

const shownKeys = 10;

/** There is no such object, yet: another try may find it. */
export class ObjectNotFoundError extends Error {
  readonly bucket: string;
  readonly key: string;

  constructor(message: string, bucket: string, key: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ObjectNotFoundError";
    this.bucket = bucket;
    this.key = key;
  }
}

/** The object is not the one that was looked at before: it was replaced, or rewritten in place, in between. */
export class ObjectChangedError extends Error {
  readonly bucket: string;
  readonly key: string;

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(
      `Object "${key}" in bucket "${bucket}" was replaced while it was being worked on. ` +
        "Try again to work on the new one.",
      options,
    );
    this.name = "ObjectChangedError";
    this.bucket = bucket;
    this.key = key;
  }
}

/**
 * The error for an absent object; it shows what is there instead.
 *
 * @param place the store, such as `connection "aws_conn"`
 */
export async function objectNotFound(
  store: Pick<ObjectStore, "list">,
  place: string,
  bucket: string,
  key: string,
  options?: ErrorOptions,
): Promise<ObjectNotFoundError> {
  const found = await describeNeighbours(store, bucket, key);
  const message =
    `There is no object "${key}" in bucket "${bucket}" (${place}). ${found} ` +
    "Correct the key, or try again when the object has arrived.";
  return new ObjectNotFoundError(message, bucket, key, options);
}

async function describeNeighbours(
  store: Pick<ObjectStore, "list">,
  bucket: string,
  key: string,
): Promise<string> {
  const folder = key.slice(0, key.lastIndexOf("/") + 1);
  try {
    const inFolder = await firstKeys(store, bucket, folder);
    if (inFolder !== null)
      return folder === "" ? `It holds ${inFolder}.` : `Under "${folder}" is ${inFolder}.`;
    const inBucket = folder === "" ? null : await firstKeys(store, bucket, "");
    if (inBucket === null) return "The bucket is empty.";
    return `Under "${folder}" is nothing; the bucket holds ${inBucket}.`;
  } catch {
    return "What the bucket holds instead cannot be listed.";
  }
}

async function firstKeys(
  store: Pick<ObjectStore, "list">,
  bucket: string,
  prefix: string,
): Promise<string | null> {
  const keys: string[] = [];
  for await (const { key } of store.list(bucket, prefix, { limit: shownKeys + 1 })) keys.push(`"${key}"`);
  if (keys.length === 0) return null;
  return keys.length > shownKeys ? `${keys.slice(0, shownKeys).join(", ")} and more` : keys.join(", ");
}
