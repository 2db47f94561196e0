// The clean step without any I/O: blocks of lines go in; the rows that are kept and the day's figures come out.
import { copyLines, type LineBlock, UnreadableObjectError } from "windsock/hooks";
import { readRecord } from "../read-record.ts";
import { isValid, type SearchType } from "../search.ts";
import type { SearchStats } from "../search-stats.ts";
import { skipHeader } from "../skip-header.ts";
import type { UserRow } from "../user-row.ts";
import { typeCodes, ValidSearches } from "../valid-searches.ts";
import { unread } from "./bytes/byte-reader.ts";
import { RowReader } from "./bytes/row-reader.ts";
import type { KeptRows } from "./kept-rows.ts";
import { RejectedRows } from "./rejected-rows.ts";
import { type Pass, type Verdict, verdicts } from "./repeats/pass.ts";
import { RowAtHand } from "./row-at-hand.ts";

export interface RowCleanerOptions {
  /** Clicks that make an enabled search a valid one. */
  readonly minClicks: number;
  /** Decides which rows are kept. */
  readonly pass: Pass;
  /** Takes them; null where they are counted alone. */
  readonly kept: KeptRows | null;
}

/** Sorts a day's rows into kept and rejected ones, and counts them all. */
export class RowCleaner {
  readonly rejected = new RejectedRows();
  /** Lines that hold no row, and the number of the first one. */
  readonly emptyLines = { count: 0, first: 0 };
  readonly #minClicks: number;
  readonly #pass: Pass;
  readonly #kept: KeptRows | null;
  readonly #reader: RowReader;
  readonly #unreadSearches = new ValidSearches();
  readonly #row = new RowAtHand();
  readonly #rows = { read: 0, kept: 0, withoutValidSearch: 0, duplicates: 0 };
  readonly #searches = { rental: 0, sale: 0, none: 0 };
  /** The number of the next line; 0 before the header was looked for. */
  #line = 0;
  #unfinished: LineBlock | undefined;

  constructor({ minClicks, pass, kept }: RowCleanerOptions) {
    this.#minClicks = minClicks;
    this.#pass = pass;
    this.#kept = kept;
    this.#reader = new RowReader(minClicks);
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
    if (countedTwice !== null) this.#kept?.uniqueSearches.uncount(countedTwice);
  }

  /** Whether reading on would be in vain: nothing of this pass will be published. */
  get isVain(): boolean {
    return this.#pass.isVain;
  }

  /** The figures of all lines so far. */
  stats(day: string): SearchStats {
    const { rental, sale, none } = this.#searches;
    const users = this.#pass.users ?? this.#rows.kept;
    return { day, users, searches: rental + sale + none, rental, sale, none, rows: this.rows };
  }

  get rows(): SearchStats["rows"] {
    return { ...this.#rows, rejected: this.rejected.count };
  }

  /** Gives up memory and disk. */
  close(): void {
    this.rejected.close();
  }

  /** @returns where the first line begins that cannot be understood without those that follow */
  #cleanLines(lines: LineBlock, isLast: boolean): number {
    this.#reader.open(lines.bytes, wordsOf(lines.bytes));
    let at = lines.start;
    while (at < lines.end) {
      const next = this.#reader.read(at);
      if (next === unread) {
        const record = readRecord(lines, at, isLast);
        if (record === null) return at;
        if (record.kind === "row") this.#takeText(record.row);
        else if (record.kind === "malformed") this.#reject(record.reason, record.raw);
        else this.#passOver();
        this.#line += record.lines;
        at = record.end;
        continue;
      }
      this.#takeRead();
      this.#line += 1;
      at = next;
    }
    return at;
  }

  /** Takes the row that was read from its bytes. */
  #takeRead(): void {
    this.#rows.read += 1;
    const { searches } = this.#reader;
    if (searches.length === 0) {
      this.#rows.withoutValidSearch += 1;
      return;
    }
    this.#row.setRead(this.#reader, this.#line);
    const verdict = this.#pass.decide(this.#row);
    if (verdict === verdicts.kept) this.#kept?.addRead(this.#reader);
    this.#count(searches, verdict);
  }

  /** Takes a row that was read from its text. */
  #takeText(row: UserRow): void {
    const { userId, userData, searches } = row;
    this.#rows.read += 1;
    const valid = searches.filter((search) => isValid(search, this.#minClicks));
    if (valid.length === 0) {
      this.#rows.withoutValidSearch += 1;
      return;
    }
    const columns = this.#unreadSearches;
    columns.clear();
    for (const { search_id, clicks, listings, type } of valid) {
      columns.add(search_id, clicks, listings, codeOf(type));
    }
    this.#row.setTexts(userId, userData, columns, this.#line);
    const verdict = this.#pass.decide(this.#row);
    if (verdict === verdicts.kept) this.#kept?.addText(row, valid, columns);
    this.#count(columns, verdict);
  }

  #passOver(): void {
    if (this.emptyLines.count === 0) this.emptyLines.first = this.#line;
    this.emptyLines.count += 1;
  }

  #reject(reason: string, raw: string): void {
    this.#rows.read += 1;
    this.rejected.add(this.#line, reason, raw);
  }

  #count(searches: ValidSearches, verdict: Verdict): void {
    if (verdict === verdicts.kept) {
      this.#rows.kept += 1;
      this.#searches.rental += searches.rental;
      this.#searches.sale += searches.sale;
      this.#searches.none += searches.none;
      return;
    }
    this.#rows.duplicates += 1;
    if (verdict === verdicts.repeat) this.#kept?.uniqueSearches.addRepeat(searches);
  }
}

function wordsOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function codeOf(type: SearchType): number {
  if (type === null) return typeCodes.none;
  return type === "Rental" ? typeCodes.rental : typeCodes.sale;
}
