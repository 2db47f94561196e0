// The body of an object on S3, which goes on where it broke off: reading for an hour survives a lost connection.
import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { type GetObjectCommandOutput, S3ServiceException } from "@aws-sdk/client-s3";
import { ObjectChangedError } from "../object-errors.ts";

/** So many interruptions are the end, unless at least so many bytes came between them. */
const maxInterruptions = 5;
const progressBytes = 1024 * 1024;

/** Read ahead of the task. */
const readAheadBytes = 1024 * 1024;

/** What a body needs in order to go on. */
export interface Continuation {
  readonly signal: AbortSignal;
  /** How many bytes are to come. */
  readonly size: number;
  /** Asks for the same version once more, from this byte of the body on; null for a version that has no name. */
  readonly reopen: ((offset: number) => Promise<GetObjectCommandOutput>) | null;
  /** Is told of each interruption that is not the end. */
  onInterruption(error: unknown, offset: number): void;
  /** The error to throw for one of the SDK's. */
  explain(error: unknown): unknown;
}

/** The bytes of an answer to GET; further requests continue them when the connection is lost. */
export class ContinuedBody extends Readable {
  readonly #continuation: Continuation;
  readonly #checksum: string | null;
  #source: Readable;
  #chunks: AsyncIterator<Buffer>;
  #offset = 0;
  #crc = 0;
  #interruptedAt: number | null = null;
  #interruptions = 0;

  /** @throws Error for an answer without a body */
  constructor(output: GetObjectCommandOutput, continuation: Continuation) {
    super({ highWaterMark: readAheadBytes });
    this.#continuation = continuation;
    this.#source = readableOf(output);
    this.#chunks = this.#source[Symbol.asyncIterator]();
    this.#checksum = checksumOf(output);
    // Once the answer has begun, the SDK minds the signal no longer.
    addAbortSignal(continuation.signal, this);
  }

  override _read(): void {
    this.#pull().catch((error: Error) => this.destroy(error));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#source.destroy();
    done(error);
  }

  async #pull(): Promise<void> {
    for (;;) {
      const next = await this.#chunks.next().catch((error: unknown) => ({ error }));
      if (this.destroyed) return;
      if ("error" in next) {
        await this.#goOnAfter(next.error);
      } else if (next.done && this.#offset < this.#continuation.size) {
        const { size } = this.#continuation;
        await this.#goOnAfter(new Error(`the answer ended after ${this.#offset} of ${size} bytes`));
      } else if (next.done) {
        this.#verify();
        this.push(null);
        return;
      } else {
        this.#offset += next.value.length;
        this.#checkLength();
        if (this.#checksum !== null) this.#crc = crc32(next.value, this.#crc);
        this.push(next.value);
        return;
      }
    }
  }

  async #goOnAfter(interruption: unknown): Promise<void> {
    const { signal, size, explain, onInterruption, reopen } = this.#continuation;
    for (let error = interruption; ; ) {
      if (this.#offset - (this.#interruptedAt ?? 0) >= progressBytes) this.#interruptions = 0;
      this.#interruptions += 1;
      this.#interruptedAt = this.#offset;
      // With all bytes here, it is their checksum that is wrong.
      if (this.#offset >= size || reopen === null || this.#interruptions > maxInterruptions)
        throw explain(error);
      onInterruption(error, this.#offset);
      await sleep(125 * 2 ** this.#interruptions, undefined, { signal });
      try {
        this.#continueWith(await reopen(this.#offset));
        return;
      } catch (next) {
        if (isFinal(next)) throw explain(next);
        error = next;
      }
    }
  }

  #continueWith(output: GetObjectCommandOutput): void {
    this.#source = readableOf(output);
    this.#chunks = this.#source[Symbol.asyncIterator]();
    if (this.destroyed) this.#source.destroy();
  }

  #checkLength(): void {
    const { size, explain } = this.#continuation;
    if (this.#offset > size)
      throw explain(new Error(`the answer is longer than the ${size} bytes it was to have`));
  }

  /** Of a body that came in one piece the SDK has compared the checksum. */
  #verify(): void {
    if (this.#interruptedAt === null || this.#checksum === null) return;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.#crc);
    const received = bytes.toString("base64");
    if (this.#checksum === received) return;
    const error = new Error(`Checksum mismatch: expected "${this.#checksum}" but received "${received}".`);
    throw this.#continuation.explain(error);
  }
}

function readableOf({ Body }: GetObjectCommandOutput): Readable {
  if (Body instanceof Readable) return Body;
  throw new Error("the answer has no body");
}

/** The CRC-32 of the whole object, in base64. S3 keeps none of an object that was written in parts. */
function checksumOf(output: GetObjectCommandOutput): string | null {
  const { ChecksumCRC32: checksum, ChecksumType, ContentRange } = output;
  const isOfParts = ChecksumType === "COMPOSITE" || checksum?.includes("-") === true;
  return checksum === undefined || isOfParts || ContentRange !== undefined ? null : checksum;
}

/** The store has answered, and will answer the same again: the object was replaced, access is denied. */
function isFinal(error: unknown): boolean {
  if (error instanceof ObjectChangedError) return true;
  if (!(error instanceof S3ServiceException)) return false;
  const { httpStatusCode = 500 } = error.$metadata;
  // A request that came too slowly or too soon may be sent again.
  return httpStatusCode >= 400 && httpStatusCode < 500 && httpStatusCode !== 408 && httpStatusCode !== 429;
}
