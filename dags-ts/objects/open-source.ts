// Finds a source object and unpacks it, whatever it is called: its first bytes tell what it is.
import type { ObjectStore } from "windsock/hooks";
import { gunzip } from "./gunzip.ts";
import { type SourceObject, streamSource } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";
import { unzip } from "./unzip.ts";

/** A source object with its text. */
export interface Source extends SourceObject {
  readonly format: Format;
  /** Reads and unpacks it, from its beginning at each call. A piece is valid until the next one is asked for. */
  text(): AsyncIterable<Uint8Array>;
}

type Format = "zip" | "gzip" | "plain";

const unpack = { zip: unzip, gzip: gunzip, plain: streamSource };

/**
 * Opens an object that is a text file, or a text file packed as zip or gzip.
 *
 * @throws {ObjectNotFoundError} when it is not there
 * @throws {UnreadableSourceError} when it is empty
 */
export async function openSource(store: ObjectStore, bucket: string, key: string): Promise<Source> {
  const info = await store.head(bucket, key);
  if (info?.size === 0)
    throw new UnreadableSourceError("It is empty. Expected a text file, plain or packed.");
  // When it is not there, reading says what is there instead.
  const {
    body,
    info: { size, etag },
  } = await store.read(bucket, key, { range: { start: 0, end: 3 } });
  const format = formatOf(Buffer.concat(await body.toArray()));
  const object = { store, bucket, key, size, etag };
  return { ...object, format, text: () => unpack[format](object) };
}

function formatOf(firstBytes: Buffer): Format {
  // "PK" and the number of a local file header, or of the directory's end in an archive without files.
  if (["504b0304", "504b0506"].includes(firstBytes.toString("hex"))) return "zip";
  return firstBytes.subarray(0, 2).toString("hex") === "1f8b" ? "gzip" : "plain";
}
