// Unpacks deflated bytes in another thread, while what it gave before is worked on.
import { pipeline, type Transform, type TransformOptions } from "node:stream";
import type { ZlibOptions } from "node:zlib";

// Handing a chunk over costs both threads a turn: it should be worth it.
const CHUNK_BYTES = 2 * 1024 * 1024;
const CHUNKS_AHEAD = 2;
const options: ZlibOptions & TransformOptions = {
  chunkSize: CHUNK_BYTES,
  readableHighWaterMark: CHUNKS_AHEAD,
  // Otherwise chunks that wait are copied into one.
  readableObjectMode: true,
  // The memory of a packed piece may be used again: none is asked for before the one before it is unpacked.
  writableHighWaterMark: 1,
};

/**
 * The unpacked bytes. A chunk is valid until the next one is asked for.
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
  for await (const chunk of inflated as AsyncIterable<Buffer<ArrayBuffer>>) {
    yield chunk;
    const memory = chunk.buffer;
    // zlib goes on writing where a chunk does not reach the end of its memory.
    if (chunk.byteOffset + chunk.byteLength === memory.byteLength) free(memory);
  }
}

const nowhere = new MessageChannel().port1;
nowhere.close();

/** Left to the garbage collector, chunks pile up, and make it run every few milliseconds. */
function free(memory: ArrayBuffer): void {
  // Who sends memory away has it no more, even when nobody receives it.
  nowhere.postMessage(null, [memory]);
}
