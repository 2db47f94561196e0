// Reads a version of a file piece by piece, and lets no piece out that may be of another one.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { awaitedLater } from "../../../system/awaited-later.ts";
import type { ReadOptions } from "../object-store.ts";
import type { FileVersion } from "./file-version.ts";

type ByteRange = NonNullable<ReadOptions["range"]>;

const pieceBytes = 512 * 1024;
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
 * The bytes of a file, or of a range of it, read into two buffers in turn: one is filled while the other is worked on.
 * A piece is valid until the next one is asked for.
 */
export async function* readPieces(reading: FileReading): AsyncGenerator<Uint8Array> {
  let [filling, spare] = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];
  const { start, end } = boundsOf(reading);
  let position = start;
  let next: Promise<number> = readInto(reading, filling, position, end);
  try {
    while (position < end) {
      const bytesRead = await next;
      const piece = filling.subarray(0, bytesRead);
      position += bytesRead;
      [filling, spare] = [spare, filling];
      next = awaitedLater(readInto(reading, filling, position, end));
      await check(reading, bytesRead);
      yield piece;
    }
  } catch (error) {
    throw reading.explain(error);
  } finally {
    // Whoever leaves early may close the file only when nobody reads from it any more.
    await next.catch(() => undefined);
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
    const bytesRead = await readInto(this.#reading, piece, this.#position, this.#end);
    await check(this.#reading, bytesRead);
    this.#position += bytesRead;
    this.push(piece.subarray(0, bytesRead));
  }
}

/** The first byte and the one after the last. */
function boundsOf({ version: { size }, range }: FileReading): ByteRange {
  return range === undefined
    ? { start: 0, end: size }
    : { start: range.start, end: Math.min(range.end + 1, size) };
}

async function readInto(
  { version }: FileReading,
  buffer: Buffer,
  position: number,
  end: number,
): Promise<number> {
  const length = Math.min(buffer.length, end - position);
  return length === 0 ? 0 : (await version.handle.read(buffer, 0, length, position)).bytesRead;
}

/** After the reading, so that a change before it is seen. */
async function check({ version, changed }: FileReading, bytesRead: number): Promise<void> {
  if (!(await version.isUnchanged()) || bytesRead === 0) throw changed();
}
