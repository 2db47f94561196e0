// Steps through a day's list of unique searches, in the order of their ids.
import { Buffer } from "node:buffer";
import type { AgreeingDay } from "./day-objects.ts";
import { ListWindows, type WindowOptions } from "./list-windows.ts";

const listHeader = Buffer.from("search_id,type,clicks,users\n");
const rowPattern = /^(\d{1,16}),(Rental|Sales|),(\d+),(\d+)\n/;
const [lineFeed, comma, zero, letterR] = [0x0a, 0x2c, 0x30, 0x52] as const;
/** As many digits are always a number below 2^53. */
const exactDigits = 15;
const shownCharacters = 60;

/** A list that is not what it should be; the report does without its day. */
export class UnreadableListError extends Error {
  readonly day: string;

  constructor(day: string, message: string) {
    super(message);
    this.name = "UnreadableListError";
    this.day = day;
  }
}

/** A cursor on one day's list. It holds two windows of bytes, however long the list is. */
export class DaySearches {
  readonly day: string;
  searchId = -1;
  /** `Rental`, `Sales` or nothing. */
  type = "";
  clicks = 0;
  users = 0;
  readonly #key: string;
  readonly #windows: ListWindows;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the next search begins, behind the last whole line, and how many lines are behind. */
  #next = 0;
  #end = 0;
  #line = 0;
  /** What {@link #readNumber} has read, and where it ends. */
  #number = 0;
  #at = 0;

  constructor({ day, unique }: Pick<AgreeingDay, "day" | "unique">, options: WindowOptions) {
    this.day = day;
    this.#key = unique.key;
    this.#windows = new ListWindows(unique, options);
  }

  /**
   * Goes on to the next search.
   *
   * @returns false at the end
   * @throws {UnreadableListError} for a line that is no search, or comes out of order
   */
  next(): boolean | Promise<boolean> {
    // Without waiting, nearly always: a promise for each of millions of searches would take most of the time.
    return this.#next < this.#end ? this.#take() : this.#read();
  }

  /** Waits for what is being read ahead. */
  close(): Promise<void> {
    return this.#windows.close();
  }

  async #read(): Promise<boolean> {
    const bytes = await this.#windows.next(this.#bytes.subarray(this.#next));
    if (bytes === null) {
      if (this.#line === 0) throw this.#wrong("is missing: the list is empty");
      return false;
    }
    this.#bytes = bytes;
    this.#next = 0;
    this.#end = bytes.lastIndexOf(lineFeed) + 1;
    if (this.#end === 0) throw this.#noSearch();
    if (this.#line === 0) {
      if (!bytes.subarray(0, listHeader.length).equals(listHeader)) {
        throw this.#wrong(`is not "${listHeader.toString().trimEnd()}"`);
      }
      this.#line = 1;
      this.#next = listHeader.length;
    }
    return this.next();
  }

  #take(): boolean {
    const before = this.searchId;
    if (!this.#takeUsual() && !this.#takeUnusual()) throw this.#noSearch();
    if (this.searchId <= before) throw this.#wrong("comes out of order: search_id must ascend");
    this.#line += 1;
    return true;
  }

  /** Reads a line from its bytes, when no number in it is too long to be exact. */
  #takeUsual(): boolean {
    const bytes = this.#bytes;
    if (!this.#readNumber(this.#next, comma)) return false;
    const searchId = this.#number;
    const typeStart = this.#at;
    const type = bytes[typeStart] === comma ? "" : bytes[typeStart] === letterR ? "Rental" : "Sales";
    for (let index = 0; index < type.length; index += 1) {
      if (bytes[typeStart + index] !== type.charCodeAt(index)) return false;
    }
    if (bytes[typeStart + type.length] !== comma) return false;
    if (!this.#readNumber(typeStart + type.length + 1, comma)) return false;
    const clicks = this.#number;
    if (!this.#readNumber(this.#at, lineFeed)) return false;
    this.users = this.#number;
    this.searchId = searchId;
    this.type = type;
    this.clicks = clicks;
    this.#next = this.#at;
    return true;
  }

  /** Reads digits and the character behind them. */
  #readNumber(start: number, behind: number): boolean {
    const bytes = this.#bytes;
    let number = 0;
    let at = start;
    for (let digit = ((bytes[at] as number) - zero) >>> 0; digit <= 9; ) {
      number = number * 10 + digit;
      at += 1;
      digit = ((bytes[at] as number) - zero) >>> 0;
    }
    this.#number = number;
    this.#at = at + 1;
    return at > start && at - start <= exactDigits && bytes[at] === behind;
  }

  #takeUnusual(): boolean {
    const text = this.#bytes.toString("latin1", this.#next, this.#bytes.indexOf(lineFeed, this.#next) + 1);
    const [row, id, type = "", clicks, users] = rowPattern.exec(text) ?? [];
    const searchId = Number(id);
    if (row === undefined || !Number.isSafeInteger(searchId)) return false;
    this.searchId = searchId;
    this.type = type;
    this.clicks = Number(clicks);
    this.users = Number(users);
    this.#next += row.length;
    return true;
  }

  #noSearch(): UnreadableListError {
    const lineEnd = this.#bytes.indexOf(lineFeed, this.#next);
    const end = lineEnd < 0 ? this.#bytes.length : lineEnd;
    const text = this.#bytes.toString("latin1", this.#next, Math.min(end, this.#next + 2 * shownCharacters));
    return this.#wrong(`is no search (a number, its type, clicks and users): ${shown(text)}`);
  }

  #wrong(problem: string): UnreadableListError {
    return new UnreadableListError(
      this.day,
      `The list of unique searches ${this.#key} cannot be read: line ${this.#line + 1} ${problem}.`,
    );
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text);
}
