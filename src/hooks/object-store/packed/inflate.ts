// Unpacks deflated bytes in zlib's thread, while the caller works on what was unpacked before.
import { pipeline, type Transform, type TransformOptions } from "node:stream";
import type { ZlibOptions } from "node:zlib";

// Handing a chunk from one thread to the other costs both of them time: large chunks make it rare.
const chunkBytes = 2 * 1024 * 1024;
const chunksAhead = 2;
const options: ZlibOptions & TransformOptions = {
  chunkSize: chunkBytes,
  readableHighWaterMark: chunksAhead,
  // In byte mode, Node would copy chunks that wait into one.
  readableObjectMode: true,
  // With at most one byte waiting, zlib takes the next packed piece only when it is done with the one before it,
  // whose memory is used again from then on.
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
  // Iterating over `inflated`, below, throws the pipeline's error: the callback need not.
  pipeline(packed, inflated, () => undefined);
  for await (const chunk of inflated as AsyncIterable<Buffer<ArrayBuffer>>) {
    yield chunk;
    const memory = chunk.buffer;
    // A chunk that does not fill its memory is followed by one that zlib writes behind it.
    if (chunk.byteOffset + chunk.byteLength === memory.byteLength) free(memory);
  }
}

const closedPort = new MessageChannel().port1;
closedPort.close();

/**
 * Frees memory at once. Left to the garbage collector, chunks would pile up, and make it run every few milliseconds.
 *
 * Memory that is transferred with a message no longer belongs to the sender; of a message to a closed port, it goes.
 */
function free(memory: ArrayBuffer): void {
  closedPort.postMessage(null, [memory]);
}
