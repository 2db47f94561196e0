// Reads a version of a file piece by piece, and lets no piece out that may be of another one.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { awaitedLater } from "../../../system/awaited-later.ts";
import { bufferRing } from "../gather-pieces.ts";
import type { ReadOptions } from "../object-store.ts";
import type { FileVersion } from "./file-version.ts";

type ByteRange = NonNullable<ReadOptions["range"]>;

const pieceBytes = 512 * 1024;
/** One is being read while the other is there, and found to be of the same version. */
const piecesAhead = 2;
const bodyPieceBytes = 1024 * 1024;

/** What is read of which file. */
export interface FileReading {
  readonly version: FileVersion;
  readonly range: ByteRange | undefined;
  /** The error for a file that has changed. */
  changed(): Error;
  /** The error to throw for one of the file system's. */
  explain(error: unknown): unknown;
}

/**
 * The bytes of a file, or of a range of it, read into a few buffers in turn: some are filled while another is worked on.
 * A piece is valid until the next one is asked for.
 */
export async function* readPieces(reading: FileReading): AsyncGenerator<Uint8Array> {
  const { start, end } = boundsOf(reading);
  const nextBuffer = bufferRing(piecesAhead + 1, Math.min(pieceBytes, end - start));
  const ahead: Promise<Uint8Array>[] = [];
  let position = start;
  const readAhead = () => {
    if (position === end) return;
    const piece = nextBuffer().subarray(0, end - position);
    ahead.push(awaitedLater(readPiece(reading, piece, position)));
    position += piece.length;
  };
  try {
    for (let pieces = 0; pieces < piecesAhead; pieces += 1) readAhead();
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const piece = await next;
      readAhead();
      yield piece;
    }
  } catch (error) {
    throw reading.explain(error);
  } finally {
    // Whoever leaves early may close the file only when nobody reads from it any more.
    await Promise.allSettled(ahead);
  }
}

/** The same as a stream, whose pieces stay valid. Closes the file at its end. */
export class FileBody extends Readable {
  readonly #reading: FileReading;
  readonly #end: number;
  #position: number;
  #busy: Promise<void> = Promise.resolve();

  constructor(reading: FileReading) {
    super({ highWaterMark: bodyPieceBytes });
    this.#reading = reading;
    const { start, end } = boundsOf(reading);
    this.#position = start;
    this.#end = end;
  }

  override _read(): void {
    this.#busy = this.#pushNext().catch((error: Error) => {
      this.destroy(this.#reading.explain(error) as Error);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#busy.then(() => this.#reading.version.close()).then(() => done(error), done);
  }

  async #pushNext(): Promise<void> {
    const left = this.#end - this.#position;
    if (left === 0) {
      this.push(null);
      return;
    }
    const piece = Buffer.allocUnsafeSlow(Math.min(bodyPieceBytes, left));
    await readPiece(this.#reading, piece, this.#position);
    this.#position += piece.length;
    this.push(piece);
  }
}

/** The first byte and the one after the last. */
function boundsOf({ version: { size }, range }: FileReading): ByteRange {
  return range === undefined
    ? { start: 0, end: size }
    : { start: range.start, end: Math.min(range.end + 1, size) };
}

/**
 * Fills the piece with the bytes from `position` on. The version is looked at after the reading, so that a change before
 * it is seen.
 */
async function readPiece(
  { version, changed }: FileReading,
  piece: Buffer,
  position: number,
): Promise<Buffer> {
  for (let filled = 0; filled < piece.length; ) {
    const { bytesRead } = await version.handle.read(piece, filled, piece.length - filled, position + filled);
    if (bytesRead === 0) throw changed();
    filled += bytesRead;
  }
  if (!(await version.isUnchanged())) throw changed();
  return piece;
}
