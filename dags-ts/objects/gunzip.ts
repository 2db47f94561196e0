// Unpacks a gzip object while it is read.
import { pipeline, type TransformOptions } from "node:stream";
import { createGunzip, type ZlibOptions } from "node:zlib";
import { checkInflation } from "./inflation-limit.ts";
import { readSource, type SourceObject } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";

// Large chunks, several of them ahead: unpacking goes on in another thread while what it gave is worked on.
const CHUNK_BYTES = 1024 * 1024;
const inflating: ZlibOptions & TransformOptions = {
  chunkSize: CHUNK_BYTES,
  readableHighWaterMark: 4 * CHUNK_BYTES,
};

/**
 * The unpacked bytes; zlib checks their CRC-32.
 *
 * @throws {UnreadableSourceError} when the object is damaged, cut off, or unpacks to too much
 */
export async function* gunzip(source: SourceObject): AsyncGenerator<Uint8Array> {
  const inflated = createGunzip(inflating);
  // The error comes out of `inflated`, below.
  pipeline(readSource(source), inflated, () => undefined);
  let size = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      size += chunk.length;
      checkInflation(size, source.size);
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new UnreadableSourceError(`The gzip file is damaged or cut off (${error.message}).`, {
      cause: error,
    });
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
