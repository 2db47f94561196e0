// Unpacks gzip while it is read.
import { createGunzip } from "node:zlib";
import { inflate } from "./inflate.ts";
import type { ObjectVersion } from "./object-version.ts";
import { checkUnpacked, type UnpackLimits } from "./unpack-limits.ts";
import { UnreadableObjectError } from "./unreadable-object-error.ts";

/**
 * The unpacked bytes; zlib checks their CRC-32.
 *
 * @param packed the object's bytes; a piece is valid until the next one is asked for
 * @throws {UnreadableObjectError} when the object is damaged, cut off, or unpacks to too much
 */
export async function* gunzip(
  { size: packedSize }: ObjectVersion,
  packed: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of inflate(packed, createGunzip)) {
      size += chunk.length;
      checkUnpacked(size, packedSize, limits);
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new UnreadableObjectError(`The gzip file is damaged or cut off (${error.message}).`, {
      cause: error,
    });
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
