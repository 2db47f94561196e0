// Unpacks deflated bytes in another thread, while what it gave before is worked on.
import { pipeline, type Transform, type TransformOptions } from "node:stream";
import type { ZlibOptions } from "node:zlib";

// Handing a chunk over costs both threads a turn: it should be worth it.
const CHUNK_BYTES = 2 * 1024 * 1024;
const options: ZlibOptions & TransformOptions = {
  chunkSize: CHUNK_BYTES,
  readableHighWaterMark: CHUNK_BYTES,
  // The memory of a packed piece may be used again: none is asked for before the one before it is unpacked.
  writableHighWaterMark: 1,
};

/**
 * The unpacked bytes.
 *
 * @param packed a piece is valid until the next one is asked for
 * @param inflater one of zlib's, such as `createGunzip`
 * @throws what reading `packed` throws, and zlib's errors, which have a code that begins with `Z_`
 */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  inflater: (options: ZlibOptions) => Transform,
): AsyncGenerator<Buffer> {
  const inflated = inflater(options);
  // The error comes out of `inflated`, below.
  pipeline(packed, inflated, () => undefined);
  yield* inflated;
}
