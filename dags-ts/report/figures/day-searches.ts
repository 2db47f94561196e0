// Steps through a day's list of unique searches, in the order of their ids.
import { Buffer } from "node:buffer";
import { type LineBlock, lineBlocks, streamVersion } from "windsock/hooks";
import type { AgreeingDay } from "./day-objects.ts";

const listHeader = "search_id,type,clicks,users\n";
const rowPattern = /(\d{1,16}),(Rental|Sales|),(\d+),(\d+)\n/y;

/** A list that is not what it should be; the report does without its day. */
export class UnreadableListError extends Error {
  readonly day: string;

  constructor(day: string, message: string) {
    super(message);
    this.name = "UnreadableListError";
    this.day = day;
  }
}

/** A cursor on one day's list. It holds some hundred kilobytes, however long the list is. */
export class DaySearches {
  readonly day: string;
  searchId = -1;
  /** `Rental`, `Sales` or nothing. */
  type = "";
  clicks = 0;
  users = 0;
  readonly #key: string;
  readonly #blocks: AsyncIterator<LineBlock>;
  #text = "";
  /** Where the next search begins in the text, and in which line of the list. */
  #next = 0;
  #line = 0;

  constructor({ day, unique }: Pick<AgreeingDay, "day" | "unique">) {
    this.day = day;
    this.#key = unique.key;
    this.#blocks = lineBlocks(streamVersion(unique))[Symbol.asyncIterator]();
  }

  /**
   * Goes on to the next search.
   *
   * @returns false at the end
   * @throws {UnreadableListError} for a line that is no search, or comes out of order
   */
  next(): boolean | Promise<boolean> {
    // Without waiting, nearly always: a promise for each of millions of searches would take most of the time.
    return this.#next < this.#text.length ? this.#take() : this.#read();
  }

  /** Lets go of the object. */
  async close(): Promise<void> {
    await this.#blocks.return?.();
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#blocks.next();
    if (done) {
      if (this.#line === 0) throw this.#wrong("is missing: the list is empty");
      return false;
    }
    const { bytes, start, end } = value;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
    this.#next = 0;
    if (this.#line === 0) {
      if (!this.#text.startsWith(listHeader)) throw this.#wrong(`is not "${listHeader.trimEnd()}"`);
      this.#line = 1;
      this.#next = listHeader.length;
    }
    return this.next();
  }

  #take(): boolean {
    rowPattern.lastIndex = this.#next;
    const [row = "", id, type = "", clicks, users] = rowPattern.exec(this.#text) ?? [];
    const searchId = Number(id);
    if (!Number.isSafeInteger(searchId)) {
      const text = this.#text.slice(this.#next, this.#text.indexOf("\n", this.#next));
      throw this.#wrong(`is no search (a number, its type, clicks and users): ${shown(text)}`);
    }
    if (searchId <= this.searchId) throw this.#wrong("comes out of order: search_id must ascend");
    this.#next += row.length;
    this.#line += 1;
    this.searchId = searchId;
    this.type = type;
    this.clicks = Number(clicks);
    this.users = Number(users);
    return true;
  }

  #wrong(problem: string): UnreadableListError {
    return new UnreadableListError(
      this.day,
      `The list of unique searches ${this.#key} cannot be read: line ${this.#line + 1} ${problem}.`,
    );
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
