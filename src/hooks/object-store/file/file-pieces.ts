// Reads a file into two buffers in turn: one is filled while the other is worked on.
import { Buffer } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import type { ReadOptions } from "../object-store.ts";

const pieceBytes = 512 * 1024;

/** The bytes of a file, or of a range of it. A piece is valid until the next one is asked for. */
export async function* readPieces(
  handle: FileHandle,
  { start, end }: NonNullable<ReadOptions["range"]> = { start: 0, end: Number.POSITIVE_INFINITY },
): AsyncGenerator<Uint8Array> {
  let [filling, spare] = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];
  let position = start;
  const readNext = () => handle.read(filling, 0, Math.min(pieceBytes, end + 1 - position), position);
  let reading = readNext();
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const piece = filling.subarray(0, bytesRead);
      position += bytesRead;
      [filling, spare] = [spare, filling];
      reading = readNext();
      yield piece;
    }
  } finally {
    // Whoever leaves early may close the file only when nobody reads from it any more.
    await reading.catch(() => undefined);
  }
}
