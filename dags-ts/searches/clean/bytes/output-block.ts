// Gathers the bytes of rows into blocks that are large enough to be worth handing on.
import { Buffer } from "node:buffer";

const blockBytes = 1024 * 1024;
/** Texts are written eight bytes at a time, the last of which may lie behind the text. */
const marginBytes = 8;

/** A piece of memory that is filled from its beginning; whoever writes into it reserves room first. */
export class OutputBlock {
  bytes = new Uint8Array(blockBytes);
  /** The same bytes, for several of them at a time. */
  words = new DataView(this.bytes.buffer);
  length = 0;

  /** Makes sure that `extra` bytes have room behind `length`. */
  reserve(extra: number): void {
    const needed = this.length + extra + marginBytes;
    if (needed <= this.bytes.length) return;
    const content = this.bytes.subarray(0, this.length);
    this.bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    this.bytes.set(content);
    this.words = new DataView(this.bytes.buffer);
  }

  append(text: string): void {
    // No UTF-16 unit takes more than three bytes of UTF-8.
    this.reserve(text.length * 3);
    this.length += Buffer.from(this.bytes.buffer).write(text, this.length);
  }

  /** What was written. It is valid until more is written, over it. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
