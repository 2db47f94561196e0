// Reads sorted rows back from the file they were spilled to.
import type { SpilledPart, SpillFile } from "../spill/spill-file.ts";
import { lengthBytes, StoredRow } from "./stored-row.ts";

const windowBytes = 64 * 1024;

export class RowRunCursor {
  readonly #file: SpillFile;
  readonly #end: number;
  #position: number;
  #window = new Uint8Array();
  #at = 0;
  #filled = 0;

  constructor(file: SpillFile, { start, end }: SpilledPart) {
    this.#file = file;
    this.#position = start;
    this.#end = end;
  }

  *rows(): Generator<StoredRow> {
    while (this.#has(lengthBytes)) {
      const length = new DataView(this.#window.buffer, this.#at).getUint32(0);
      this.#has(length);
      const bytes = this.#window.subarray(this.#at, this.#at + length);
      this.#at += length;
      yield new StoredRow(bytes);
    }
  }

  /** Makes sure that the next `length` bytes are in the window; false at the end of the run. */
  #has(length: number): boolean {
    if (this.#filled - this.#at >= length) return true;
    const rest = this.#window.subarray(this.#at, this.#filled);
    // Rows that were handed out lie in the old one: memory of its own for each row would take longer than to read it.
    const window = new Uint8Array(Math.max(length, windowBytes));
    window.set(rest);
    const read = this.#file.read(window, rest.length, this.#position, this.#end);
    this.#window = window;
    this.#position += read;
    this.#at = 0;
    this.#filled = rest.length + read;
    return this.#filled >= length;
  }
}
