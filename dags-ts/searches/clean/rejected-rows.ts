// The rows that could not be read, with line and reason: gathered while the others go by.
import { SpillFile } from "windsock/data";
import { formatCsvLine } from "../csv-line.ts";
import { OutputBlock } from "./bytes/output-block.ts";

const memoryBytes = 1024 * 1024;
const readBytes = 256 * 1024;

export class RejectedRows {
  count = 0;
  readonly #reasons = new Map<string, number>();
  readonly #block = new OutputBlock();
  readonly #spillFile = new SpillFile();

  /** @param line of the source, counted from 1 */
  add(line: number, reason: string, raw: string): void {
    if (this.count === 0) this.#block.append(formatCsvLine(["line", "reason", "raw"]));
    this.count += 1;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    this.#block.append(formatCsvLine([line, reason, raw]));
    if (this.#block.length > memoryBytes) this.#spillFile.append(this.#block.take());
  }

  /** How often each reason made a row be rejected, the commonest first. */
  get reasons(): [reason: string, rows: number][] {
    return Array.from(this.#reasons).sort(([, a], [, b]) => b - a);
  }

  /** `line,reason,raw` as CSV, in the order of the source; nothing when there are none. */
  async *csv(): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(readBytes);
    for (let at = 0; at < this.#spillFile.size; ) {
      const read = this.#spillFile.read(buffer, 0, at, this.#spillFile.size);
      yield buffer.subarray(0, read);
      at += read;
    }
    yield this.#block.take();
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#spillFile.close();
  }
}
