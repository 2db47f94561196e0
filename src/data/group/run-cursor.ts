// Reads a run back, from memory or from the file it was spilled to.
import type { SpilledPart, SpillFile } from "../spill/spill-file.ts";
import type { GroupCursor } from "./group.ts";
import { maxGroupBytes } from "./run-encoder.ts";

const windowBytes = 64 * 1024;

/** The groups of one run. */
export class RunCursor implements GroupCursor {
  key = 0;
  tag = 0;
  count = 0;
  sum = 0;
  #window: Uint8Array;
  #at = 0;
  #end: number;
  readonly #refill: (() => void) | undefined;

  private constructor(window: Uint8Array, end: number, refill?: (cursor: RunCursor) => void) {
    this.#window = window;
    this.#end = end;
    this.#refill = refill && (() => refill(this));
  }

  static inMemory(run: Uint8Array): RunCursor {
    return new RunCursor(run, run.length);
  }

  static inFile(file: SpillFile, { start, end }: SpilledPart): RunCursor {
    let position = start;
    return new RunCursor(new Uint8Array(windowBytes), 0, (cursor) => {
      const rest = cursor.#window.subarray(cursor.#at, cursor.#end);
      cursor.#window.set(rest);
      const read = file.read(cursor.#window, rest.length, position, end);
      position += read;
      cursor.#at = 0;
      cursor.#end = rest.length + read;
    });
  }

  next(): boolean {
    if (this.#refill !== undefined && this.#end - this.#at < maxGroupBytes) this.#refill();
    if (this.#at === this.#end) return false;
    this.key += this.#read();
    const countAndTag = this.#read();
    this.tag = countAndTag & 3;
    const signed = Math.floor(countAndTag / 4);
    const magnitude = Math.floor(signed / 2);
    this.count = signed & 1 ? -magnitude : magnitude;
    this.sum = this.#read();
    return true;
  }

  #read(): number {
    const window = this.#window;
    let byte = window[this.#at++] as number;
    if (byte < 128) return byte;
    let number = byte & 127;
    let factor = 128;
    do {
      byte = window[this.#at++] as number;
      number += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128);
    return number;
  }
}
