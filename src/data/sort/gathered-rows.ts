// Rows in one piece of memory, one behind the other: no object is made of each, so short ones take little more than
// their bytes.
import { compareAt, type KeyedRow, lengthAt, storedLength, storeRow } from "./stored-row.ts";

const fewestBytes = 64 * 1024;
const fewestRows = 1024;

export class GatheredRows {
  /** What the rows take. */
  bytes = 0;
  #stored = new Uint8Array(fewestBytes);
  #rows = new DataView(this.#stored.buffer);
  #starts = new Uint32Array(fewestRows);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @param most bytes that will be gathered, unless a row is larger */
  add(row: KeyedRow, most: number): void {
    const end = this.bytes + storedLength(row);
    if (end > this.#rows.byteLength) this.#grow(Math.max(end, Math.min(2 * this.#rows.byteLength, most)));
    if (this.#count === this.#starts.length) {
      const starts = new Uint32Array(2 * this.#count);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    storeRow(row, this.#rows, this.#stored, this.bytes);
    this.#starts[this.#count] = this.bytes;
    this.#count += 1;
    this.bytes = end;
  }

  /** The bytes of each row, in order; they are valid until another one is added. There are none from then on. */
  *takeSorted(): Generator<Uint8Array> {
    const rows = this.#rows;
    const starts = this.#starts.subarray(0, this.#count).sort((a, b) => compareAt(rows, a, b));
    this.#count = 0;
    this.bytes = 0;
    for (const start of starts) yield new Uint8Array(rows.buffer, start, lengthAt(rows, start));
  }

  #grow(bytes: number): void {
    const larger = new Uint8Array(bytes);
    larger.set(this.#stored.subarray(0, this.bytes));
    this.#stored = larger;
    this.#rows = new DataView(larger.buffer);
  }
}
