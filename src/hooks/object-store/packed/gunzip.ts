// Unpacks gzip while it is read: one member after the other, with or without zeros between and behind them.
import { createGunzip, type Gunzip } from "node:zlib";
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
  const pieces = new PackedPieces(packed);
  let size = 0;
  try {
    while (await pieces.skipZeros()) {
      for await (const chunk of inflateMembers(pieces)) {
        size += chunk.length;
        checkUnpacked(size, packedSize, limits);
        yield chunk;
      }
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    const what = pieces.beganAnew
      ? "What follows the zeros in the gzip file is no whole member of one"
      : "The gzip file is damaged or cut off";
    throw new UnreadableObjectError(`${what} (${error.message}).`, { cause: error });
  } finally {
    await pieces.close();
  }
}

/** zlib goes on with the member that follows, and stops at a zero behind one. */
async function* inflateMembers(pieces: PackedPieces): AsyncGenerator<Buffer> {
  let engine: Gunzip | undefined;
  pieces.begin();
  yield* inflate(pieces, (options) => {
    engine = createGunzip(options);
    return engine;
  });
  pieces.giveBack(engine?.bytesWritten ?? 0);
}

/** The packed bytes, of which those can be given back that were not needed. */
class PackedPieces implements AsyncIterable<Uint8Array> {
  /** Whether the bytes that are read now come after zeros. */
  beganAnew = false;
  readonly #pieces: AsyncIterator<Uint8Array>;
  /** The piece that was handed out last, or is to be handed out next. */
  #piece: Uint8Array = new Uint8Array();
  #isWaiting = false;
  #handedOut = 0;

  constructor(packed: AsyncIterable<Uint8Array>) {
    this.#pieces = packed[Symbol.asyncIterator]();
  }

  begin(): void {
    this.#handedOut = 0;
  }

  /** Without a `return`: who stops at a zero must not close what is still to be read. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        if (!(await this.#fill())) return { done: true, value: undefined };
        this.#isWaiting = false;
        this.#handedOut += this.#piece.length;
        return { done: false, value: this.#piece };
      },
    };
  }

  /** @param used so many bytes of those that were handed out since `begin` */
  giveBack(used: number): void {
    const rest = this.#handedOut - used;
    this.#piece = this.#piece.subarray(this.#piece.length - rest);
    this.#isWaiting = rest > 0;
  }

  /** Whether anything follows the zeros. */
  async skipZeros(): Promise<boolean> {
    while (await this.#fill()) {
      const start = this.#piece.findIndex((byte) => byte !== 0);
      this.beganAnew ||= start !== 0;
      this.#piece = this.#piece.subarray(start);
      if (start >= 0) return true;
      this.#isWaiting = false;
    }
    return false;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #fill(): Promise<boolean> {
    if (this.#isWaiting) return true;
    const { done, value } = await this.#pieces.next();
    if (done) return false;
    this.#piece = value;
    this.#isWaiting = true;
    return true;
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
