// Unpacks gzip while it is read.
import { createGunzip } from "node:zlib";
import { inflate } from "./inflate.ts";
import { checkInflation } from "./inflation-limit.ts";
import type { SourceObject } from "./source-object.ts";
import { UnreadableSourceError } from "./unreadable-source-error.ts";

/**
 * The unpacked bytes; zlib checks their CRC-32.
 *
 * @param packed a piece is valid until the next one is asked for
 * @throws {UnreadableSourceError} when the object is damaged, cut off, or unpacks to too much
 */
export async function* gunzip(
  source: SourceObject,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of inflate(packed, createGunzip)) {
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
