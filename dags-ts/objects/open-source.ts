// Finds a source object and unpacks it, whatever it is called: its first bytes tell what it is.
import type { ObjectInfo, ObjectStore } from "windsock/hooks";
import { gunzip } from "./gunzip.ts";
import { type SourceObject, streamSource } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";
import { unzip } from "./unzip.ts";

/** A source object with its text. */
export interface Source extends SourceObject {
  /** Reads and unpacks it, from its beginning at each call. A piece is valid until the next one is asked for. */
  text(): AsyncIterable<Uint8Array>;
}

/**
 * Opens an object that is a text file, or a text file packed as zip or gzip.
 *
 * @throws {ObjectNotFoundError} when it is not there
 * @throws {UnreadableSourceError} when it is empty
 */
export async function openSource(store: ObjectStore, bucket: string, key: string): Promise<Source> {
  const { size, etag } = (await store.head(bucket, key)) ?? (await readInfo(store, bucket, key));
  if (size === 0) throw new UnreadableSourceError("It is empty. Expected a text file, plain or packed.");
  const object = { store, bucket, key, size, etag };
  return { ...object, text: () => unpack(object) };
}

/** For an object that is not there: reading says what is there instead. */
async function readInfo(store: ObjectStore, bucket: string, key: string): Promise<ObjectInfo> {
  const { body, info } = await store.read(bucket, key);
  body.destroy();
  return info;
}

async function* unpack(source: SourceObject): AsyncGenerator<Uint8Array> {
  const pieces = streamSource(source)[Symbol.asyncIterator]();
  const first = await firstPiece(pieces);
  switch (formatOf(first)) {
    case "plain":
      return yield* whole(first, pieces);
    case "gzip":
      return yield* gunzip(source, whole(first, pieces));
    case "zip":
      // An archive is read from the directory at its end.
      await pieces.return?.(undefined);
      yield* unzip(source);
  }
}

const SIGNATURE_BYTES = 4;

/** Long enough to tell the format, unless all there is is shorter. */
async function firstPiece(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = Buffer.alloc(0);
  while (first.length < SIGNATURE_BYTES) {
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

function formatOf(firstPiece: Uint8Array): "zip" | "gzip" | "plain" {
  const signature = Buffer.from(firstPiece.subarray(0, SIGNATURE_BYTES)).toString("hex");
  // "PK" and the number of a local file header, or of the directory's end in an archive without files.
  if (signature === "504b0304" || signature === "504b0506") return "zip";
  return signature.startsWith("1f8b") ? "gzip" : "plain";
}
