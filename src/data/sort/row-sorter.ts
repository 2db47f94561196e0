// Sorts rows of any length in bounded memory: an external merge sort that keeps their bytes beside their keys.
import { Heap } from "../merge/heap.ts";
import { type SpilledPart, SpillFile } from "../spill/spill-file.ts";
import { GatheredRows } from "./gathered-rows.ts";
import { RowRunCursor } from "./row-run-cursor.ts";
import { type KeyedRow, StoredRow, storedLength } from "./stored-row.ts";

const blockBytes = 1024 * 1024;

/** How many rows stay in memory. */
export interface RowSorterOptions {
  /**
   * Bytes of rows to keep in memory; when there are more, all of them go to a temporary file. Each row has 36 bytes more
   * than its text and numbers.
   *
   * @default 16 MiB
   */
  readonly memory?: number;
}

/**
 * Sorts rows of any length: gathers them, and gives them back by ascending key, hash and line, in memory that does not
 * grow with them.
 *
 * In memory are `memory` bytes of rows, or one row that is larger, and four bytes more for each. What is more goes to a
 * {@link SpillFile} as one sorted run, of which 64 KiB are in memory when rows are read back.
 *
 * Call `close` when it is no longer needed.
 */
export class RowSorter {
  readonly #memory: number;
  readonly #spillFile = new SpillFile();
  readonly #runs: SpilledPart[] = [];
  #gathered = new GatheredRows();

  constructor({ memory = 16 * 2 ** 20 }: RowSorterOptions = {}) {
    this.#memory = memory;
  }

  /**
   * Adds a row, of which it keeps a copy.
   *
   * @throws {SpillError} when the temporary folder is full
   */
  add(row: KeyedRow): void {
    if (!this.#gathered.isEmpty && this.#gathered.bytes + storedLength(row) > this.#memory) this.#spill();
    this.#gathered.add(row, this.#memory);
  }

  /** All rows in order. Call it once. */
  *sorted(): Generator<StoredRow> {
    const inMemory = storedRows(this.#gathered.takeSorted());
    if (this.#runs.length === 0) return yield* inMemory;
    const cursors = this.#runs.map((part) => new RowRunCursor(this.#spillFile, part));
    yield* merge([...cursors.map((cursor) => cursor.rows()), inMemory]);
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#gathered = new GatheredRows();
    this.#spillFile.close();
  }

  #spill(): void {
    const start = this.#spillFile.size;
    const block = new Uint8Array(blockBytes);
    let size = 0;
    for (const bytes of this.#gathered.takeSorted()) {
      if (size + bytes.length > block.length) {
        this.#spillFile.append(block.subarray(0, size));
        size = 0;
      }
      if (bytes.length > block.length) this.#spillFile.append(bytes);
      else {
        block.set(bytes, size);
        size += bytes.length;
      }
    }
    this.#spillFile.append(block.subarray(0, size));
    this.#runs.push({ start, end: this.#spillFile.size });
  }
}

function* storedRows(rows: Iterable<Uint8Array>): Generator<StoredRow> {
  for (const bytes of rows) yield new StoredRow(bytes);
}

function compare(a: StoredRow, b: StoredRow): number {
  return a.key - b.key || a.hash - b.hash || a.line - b.line;
}

function* merge(sources: readonly Iterator<StoredRow>[]): Generator<StoredRow> {
  const heads: { row: StoredRow; readonly rest: Iterator<StoredRow> }[] = [];
  for (const rest of sources) {
    const { value, done } = rest.next();
    if (!done) heads.push({ row: value, rest });
  }
  const heap = new Heap(heads, (a, b) => compare(a.row, b.row) < 0);
  for (let head = heap.first; head !== undefined; head = heap.first) {
    yield head.row;
    const { value, done } = head.rest.next();
    if (done) {
      heap.removeFirst();
      continue;
    }
    head.row = value;
    heap.firstHasMoved();
  }
}
