// Steps through a day's list of unique searches, in the order of their ids.
import { readLines, type TextLines } from "../../objects/read-lines.ts";
import { streamSource } from "../../objects/source-object.ts";
import type { AgreeingDay } from "./day-objects.ts";

const HEADER = "search_id,type,clicks,users";
const ROW = /^(\d{1,16}),(Rental|Sales|),(\d+),(\d+)$/;

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
  readonly #blocks: AsyncIterator<TextLines>;
  #lines: readonly string[] = [];
  /** The number of the first of the lines, and the index of the next one. */
  #first = 1;
  #next = 0;

  constructor({ day, unique }: Pick<AgreeingDay, "day" | "unique">) {
    this.day = day;
    this.#key = unique.key;
    this.#blocks = readLines(streamSource(unique))[Symbol.asyncIterator]();
  }

  /**
   * Goes on to the next search.
   *
   * @returns false at the end
   * @throws {UnreadableListError} for a line that is no search, or comes out of order
   */
  next(): boolean | Promise<boolean> {
    // Without waiting, nearly always: a promise for each of millions of searches would take most of the time.
    return this.#next < this.#lines.length ? this.#take() : this.#read();
  }

  /** Lets go of the object. */
  async close(): Promise<void> {
    await this.#blocks.return?.();
  }

  async #read(): Promise<boolean> {
    const header = this.#first === 1 && this.#lines.length === 0;
    const { done, value } = await this.#blocks.next();
    if (done) {
      if (header) throw this.#wrong(1, "is missing: the list is empty");
      return false;
    }
    this.#first = value.first;
    this.#lines = value.lines;
    this.#next = 0;
    if (header && this.#lines[this.#next++] !== HEADER) throw this.#wrong(1, `is not "${HEADER}"`);
    return this.next();
  }

  #take(): boolean {
    const text = this.#lines[this.#next] ?? "";
    const line = this.#first + this.#next;
    this.#next += 1;
    const [, id, type = "", clicks, users] = ROW.exec(text) ?? [];
    const searchId = Number(id);
    if (!Number.isSafeInteger(searchId)) {
      throw this.#wrong(line, `is no search (a number, its type, clicks and users): ${shown(text)}`);
    }
    if (searchId <= this.searchId) throw this.#wrong(line, "comes out of order: search_id must ascend");
    this.searchId = searchId;
    this.type = type;
    this.clicks = Number(clicks);
    this.users = Number(users);
    return true;
  }

  #wrong(line: number, problem: string): UnreadableListError {
    return new UnreadableListError(
      this.day,
      `The list of unique searches ${this.#key} cannot be read: line ${line} ${problem}.`,
    );
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
