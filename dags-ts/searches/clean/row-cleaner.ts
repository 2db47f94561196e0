// The clean step without any I/O: blocks of lines go in; rows of the clean data set and the day's figures come out.
import { copyLines, type LineBlock, UnreadableObjectError } from "windsock/hooks";
import { readRecord } from "../read-record.ts";
import { isValid, type SearchType } from "../search.ts";
import type { SearchStats } from "../search-stats.ts";
import { skipHeader } from "../skip-header.ts";
import type { UserRow } from "../user-row.ts";
import { typeCodes, ValidSearches } from "../valid-searches.ts";
import { formatCleanRow } from "./clean-row.ts";
import { writeCleanRow } from "./fast/clean-row-writer.ts";
import { OutputBlock } from "./fast/output-block.ts";
import { UsualRow, unusual } from "./fast/usual-row.ts";
import { RejectedRows } from "./rejected-rows.ts";
import type { Pass, UserId } from "./repeats/pass.ts";
import { userIdOf } from "./repeats/user-key.ts";
import { RowAtHand } from "./row-at-hand.ts";
import { UniqueSearches } from "./unique-searches.ts";

export interface RowCleanerOptions {
  /** Clicks that make an enabled search a valid one. */
  readonly minClicks: number;
  /** Decides which rows are kept. */
  readonly pass: Pass;
}

/** Sorts a day's rows into kept and rejected ones, and counts them all. */
export class RowCleaner {
  readonly uniqueSearches = new UniqueSearches();
  readonly rejected = new RejectedRows();
  /** Lines that hold no row, and the number of the first one. */
  readonly emptyLines = { count: 0, first: 0 };
  readonly #output = new OutputBlock();
  readonly #minClicks: number;
  readonly #pass: Pass;
  readonly #usual: UsualRow;
  readonly #unusual = new ValidSearches();
  readonly #row: RowAtHand;
  readonly #rows = { read: 0, kept: 0, withoutValidSearch: 0, duplicates: 0 };
  readonly #searches = { rental: 0, sale: 0, none: 0 };
  /** The number of the next line; 0 before the header was looked for. */
  #line = 0;
  #unfinished: LineBlock | undefined;

  constructor({ minClicks, pass }: RowCleanerOptions) {
    this.#minClicks = minClicks;
    this.#pass = pass;
    this.#usual = new UsualRow(minClicks);
    this.#row = new RowAtHand(this.#output, this.#usual.searches);
  }

  /**
   * Takes the source's lines in order, its header first.
   *
   * @throws {UnreadableObjectError} when the header is another one
   */
  clean(block: LineBlock): void {
    let lines = this.#unfinished === undefined ? block : copyLines(this.#unfinished, block);
    if (this.#line === 0) {
      lines = skipHeader(block);
      this.#line = lines === block ? 1 : 2;
    }
    const done = this.#cleanLines(lines, false);
    // Most blocks end with their last row; a quoted column may go on in the next one.
    this.#unfinished = done === lines.end ? undefined : copyLines({ ...lines, start: done });
  }

  /**
   * To be called when there are no more lines.
   *
   * @throws {UnreadableObjectError} when there were none
   */
  finish(): void {
    if (this.#line === 0) {
      throw new UnreadableObjectError("It unpacks to an empty file. Expected one user a line.");
    }
    if (this.#unfinished !== undefined) this.#cleanLines(this.#unfinished, true);
    this.#unfinished = undefined;
    const countedTwice = this.#pass.usersCountedTwice;
    if (countedTwice !== null) this.uniqueSearches.uncount(countedTwice);
  }

  /** Rows of the clean data set since the last call, without a header. Valid until more lines are taken. */
  takeKept(): Uint8Array {
    return this.#output.take();
  }

  /** The figures of all lines so far. */
  stats(day: string): SearchStats {
    const { rental, sale, none } = this.#searches;
    const users = this.#rows.kept - this.#pass.furtherRows;
    return { day, users, searches: rental + sale + none, rental, sale, none, rows: this.rows };
  }

  get rows(): SearchStats["rows"] {
    return { ...this.#rows, rejected: this.rejected.count };
  }

  /** Gives up memory and disk. */
  close(): void {
    this.uniqueSearches.close();
    this.rejected.close();
  }

  /** @returns where the first line begins that cannot be understood without those that follow */
  #cleanLines(lines: LineBlock, isLast: boolean): number {
    const words = new DataView(lines.bytes.buffer, lines.bytes.byteOffset, lines.bytes.length);
    this.#usual.open(lines.bytes, words);
    let at = lines.start;
    while (at < lines.end) {
      const next = this.#usual.read(at);
      if (next === unusual) {
        const record = readRecord(lines, at, isLast);
        if (record === null) return at;
        if (record.kind === "row") this.#takeUnusual(record.row);
        else if (record.kind === "malformed") this.#reject(record.reason, record.raw);
        else this.#passOver();
        this.#line += record.lines;
        at = record.end;
        continue;
      }
      this.#takeUsual(words, at);
      this.#line += 1;
      at = next;
    }
    return at;
  }

  #takeUsual(words: DataView, start: number): void {
    this.#rows.read += 1;
    const { userId, searches } = this.#usual;
    if (searches.length === 0) {
      this.#rows.withoutValidSearch += 1;
      return;
    }
    const written = this.#output.length;
    writeCleanRow(this.#usual, words, start, this.#output);
    this.#decide(userId, searches, written);
  }

  #takeUnusual({ userId, userData, searches }: UserRow): void {
    this.#rows.read += 1;
    const valid = searches.filter((search) => isValid(search, this.#minClicks));
    if (valid.length === 0) {
      this.#rows.withoutValidSearch += 1;
      return;
    }
    const written = this.#output.length;
    this.#output.append(formatCleanRow({ userId, userData, searches }, valid));
    const columns = this.#unusual;
    columns.clear();
    for (const { search_id, clicks, listings, type } of valid) {
      columns.add(search_id, clicks, listings, codeOf(type));
    }
    this.#decide(userIdOf(userId), columns, written);
  }

  #passOver(): void {
    if (this.emptyLines.count === 0) this.emptyLines.first = this.#line;
    this.emptyLines.count += 1;
  }

  #reject(reason: string, raw: string): void {
    this.#rows.read += 1;
    this.rejected.add(this.#line, reason, raw);
  }

  /** Counts the row that was written last, or takes it back. */
  #decide(userId: UserId, searches: ValidSearches, written: number): void {
    this.#row.set(userId, this.#line, searches, written);
    if (!this.#pass.keeps(this.#row)) {
      this.#output.length = written;
      this.#rows.duplicates += 1;
      return;
    }
    this.#rows.kept += 1;
    this.#searches.rental += searches.rental;
    this.#searches.sale += searches.sale;
    this.#searches.none += searches.none;
    this.uniqueSearches.addRow(searches);
  }
}

function codeOf(type: SearchType): number {
  if (type === null) return typeCodes.none;
  return type === "Rental" ? typeCodes.rental : typeCodes.sale;
}
