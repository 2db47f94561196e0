// Opens an object and unpacks it, whatever it is called: its first bytes tell what it is.
import type { ObjectInfo, ObjectStore } from "../object-store.ts";
import { gunzip } from "./gunzip.ts";
import { type ObjectVersion, streamVersion } from "./object-version.ts";
import type { UnpackLimits } from "./unpack-limits.ts";
import { UnreadableObjectError } from "./unreadable-object-error.ts";

/** An object that may be packed, and how to read what is in it. */
export interface PackedObject extends ObjectVersion {
  /**
   * Reads and unpacks it, from its beginning at each call, in memory that does not grow with it. A piece is valid until
   * the next one is asked for.
   *
   * What was given out is certain only when the last piece was: checksums come at the end. Publish nothing before.
   *
   * @throws {UnreadableObjectError} when it is damaged, cut off, encrypted, or unpacks to too much; when it is a zip
   *   archive, also when that does not hold exactly one file, or one that is not deflated or stored
   * @throws {ObjectChangedError} when it was replaced since it was opened
   */
  unpacked(): AsyncIterable<Uint8Array>;
}

/**
 * Opens an object that is a file as it is, or one that is packed as gzip or zip.
 *
 * The format is told by the object's first bytes, never by its key. A zip archive holds exactly one file (folders do not
 * count), stored or deflated, without a password; it is read by way of the directory at its end, range by range.
 *
 * Unpacking runs in a thread of its own, and holds some 8 MB however large the object is.
 *
 * @param limits of what is unpacked, which protect from archives that never end; at most 64 GiB, and 200 times the
 *   packed size, unless given
 * @throws {ObjectNotFoundError} when it is not there
 * @throws {UnreadableObjectError} when it is empty
 */
export async function openPacked(
  store: ObjectStore,
  bucket: string,
  key: string,
  limits: UnpackLimits = {},
): Promise<PackedObject> {
  const { size, etag } = (await store.head(bucket, key)) ?? (await readInfo(store, bucket, key));
  if (size === 0) throw new UnreadableObjectError("It is empty. Expected a file, plain or packed.");
  const object = { store, bucket, key, size, etag };
  return { ...object, unpacked: () => unpack(object, limits) };
}

/** Reading an object that is not there throws an error that says what is there instead. */
async function readInfo(store: ObjectStore, bucket: string, key: string): Promise<ObjectInfo> {
  const { body, info } = await store.read(bucket, key);
  body.destroy();
  return info;
}

async function* unpack(object: ObjectVersion, limits: UnpackLimits): AsyncGenerator<Uint8Array> {
  const pieces = streamVersion(object)[Symbol.asyncIterator]();
  const first = await firstPiece(pieces);
  switch (formatOf(first)) {
    case "plain":
      return yield* whole(first, pieces);
    case "gzip":
      return yield* gunzip(object, whole(first, pieces), limits);
    case "zip": {
      // An archive is read from the directory at its end.
      await pieces.return?.(undefined);
      // Loading what reads one takes longer than most objects do.
      const { unzip } = await import("./unzip.ts");
      yield* unzip(object, limits);
    }
  }
}

const signatureBytes = 4;

/** Long enough to tell the format, unless all there is is shorter. */
async function firstPiece(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = Buffer.alloc(0);
  while (first.length < signatureBytes) {
    const next = await pieces.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* whole(first: Uint8Array, others: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* { [Symbol.asyncIterator]: () => others };
  } finally {
    await others.return?.(undefined);
  }
}

/**
 * "PK" and the number of a local file header; of the directory's end in an archive without files; or of the mark that an
 * archive begins with which might have been split, and was not.
 */
const zipSignatures: readonly string[] = ["504b0304", "504b0506", "504b0708", "504b3030"];

function formatOf(firstPiece: Uint8Array): "zip" | "gzip" | "plain" {
  const signature = Buffer.from(firstPiece.subarray(0, signatureBytes)).toString("hex");
  if (zipSignatures.includes(signature)) return "zip";
  return signature.startsWith("1f8b") ? "gzip" : "plain";
}
