// Gathers the pieces of a body into larger ones of one size, so that each is worth a write of its own.
import { Buffer } from "node:buffer";

/**
 * Copies the pieces, one after the other, into buffers that `nextBuffer` gives, and yields each when it is full.
 * The last one may be yielded in part.
 *
 * A piece is done with when the next one is asked for.
 */
export async function* gatherPieces(
  pieces: AsyncIterable<Uint8Array>,
  nextBuffer: () => Buffer,
): AsyncGenerator<Buffer> {
  let buffer = nextBuffer();
  let length = 0;
  for await (const piece of pieces) {
    for (let copied = 0; copied < piece.length; ) {
      const part = piece.subarray(copied, copied + buffer.length - length);
      buffer.set(part, length);
      length += part.length;
      copied += part.length;
      if (length < buffer.length) continue;
      yield buffer;
      buffer = nextBuffer();
      length = 0;
    }
  }
  if (length > 0) yield buffer.subarray(0, length);
}

/** Gives the same buffers in turn: each is to be done with when its turn comes again. */
export function bufferRing(count: number, bytes: number): () => Buffer {
  const buffers = Array.from({ length: count }, () => Buffer.allocUnsafeSlow(bytes));
  let turn = 0;
  return () => buffers[turn++ % count] as Buffer;
}
