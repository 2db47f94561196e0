// Bytes as they come from an object store, for tests: in chunks whose memory is used again.

/** Chunks of `length` bytes, each valid until the next one is asked for. */
export async function* chunksOf(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(length);
  for (let start = 0; start < bytes.length; start += length) {
    const chunk = bytes.subarray(start, start + length);
    memory.fill(0x23);
    memory.set(chunk);
    yield memory.subarray(0, chunk.length);
  }
}
