// Gathers the day's distinct valid searches, row by row.
import { GroupBy } from "windsock/data";
import { UnreadableObjectError } from "windsock/hooks";
import { formatCsvLine } from "../csv-line.ts";
import { typeCodes, type ValidSearches } from "../valid-searches.ts";
import { OutputBlock } from "./bytes/output-block.ts";
import { writeNumber } from "./bytes/write-number.ts";

const blockBytes = 512 * 1024;
const maxLineBytes = 64;
const [lineFeed, comma] = [0x0a, 0x2c] as const;
const typeTexts: Readonly<Record<number, string>> = {
  [typeCodes.none]: "",
  [typeCodes.rental]: "Rental",
  [typeCodes.sale]: "Sales",
};

/** Collects valid searches by `search_id`, in bounded memory. */
export class UniqueSearches {
  // A group's tag is its type, its count the users, its sum the clicks.
  readonly #groups = new GroupBy();

  /** Takes the searches of a row, whose user counts once for each search. */
  addRow(searches: ValidSearches): void {
    for (let index = 0; index < searches.length; index++) {
      const users = searches.isFirst(index) ? 1 : 0;
      const id = searches.ids[index] as number;
      this.#groups.add(id, searches.types[index] as number, users, searches.clicks[index] as number);
    }
  }

  /** Takes the user of a row that is left out once more for each search: `uncount` is told of them, too. */
  addRepeat(searches: ValidSearches): void {
    for (let index = 0; index < searches.length; index++) {
      if (!searches.isFirst(index)) continue;
      this.#groups.add(searches.ids[index] as number, searches.types[index] as number, 1, 0);
    }
  }

  /** Takes back users who have a search in several rows: by search, how often they were counted too often. */
  uncount(countedTwice: GroupBy): void {
    const groups = countedTwice.groups();
    while (groups.next()) this.#groups.add(groups.key, typeCodes.none, -groups.count, 0);
  }

  /**
   * `search_id,type,clicks,users` as CSV, ordered by `search_id`. A piece is valid until the next one.
   *
   * @throws {UnreadableObjectError} when a search's clicks add up to more than can be told exactly
   */
  async *csv(): AsyncGenerator<Uint8Array> {
    const output = new OutputBlock();
    output.append(formatCsvLine(["search_id", "type", "clicks", "users"]));
    const groups = this.#groups.groups();
    while (groups.next()) {
      if (groups.sum > Number.MAX_SAFE_INTEGER) throw tooManyClicks(groups.key);
      output.reserve(maxLineBytes);
      writeLine(output, groups.key, typeTexts[groups.tag] ?? "", groups.sum, groups.count);
      if (output.length > blockBytes) yield output.take();
    }
    yield output.take();
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#groups.close();
  }
}

function tooManyClicks(id: number): UnreadableObjectError {
  return new UnreadableObjectError(
    `The clicks of search ${id} add up to more than ${Number.MAX_SAFE_INTEGER}, the most that is supported.`,
  );
}

function writeLine(output: OutputBlock, id: number, type: string, clicks: number, users: number): void {
  const { bytes } = output;
  let at = writeNumber(id, bytes, output.length);
  bytes[at++] = comma;
  for (let index = 0; index < type.length; index++) bytes[at++] = type.charCodeAt(index);
  bytes[at++] = comma;
  at = writeNumber(clicks, bytes, at);
  bytes[at++] = comma;
  at = writeNumber(users, bytes, at);
  bytes[at++] = lineFeed;
  output.length = at;
}
