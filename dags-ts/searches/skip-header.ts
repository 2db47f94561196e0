// Checks that the source is the table it should be, and leaves only its rows.
import type { LineBlock } from "../objects/read-lines.ts";
import { UnreadableSourceError } from "../objects/unreadable-source-error.ts";
import { parseCsvLine } from "./csv-line.ts";
import { MalformedRowError } from "./malformed-row-error.ts";
import { isSearchYaml } from "./parse-search-yaml.ts";

const ID_COLUMNS: readonly string[] = ["user_id", "id"];
const DATA_COLUMN = "user_data";
const BYTE_ORDER_MARK = /^\uFEFF/;
const CHARACTERS_SHOWN = 80;

/**
 * The rows of the source. The older export has no header: it is known by the user_data of its first row.
 *
 * @throws {UnreadableSourceError} when the header is another one, or when there is nothing at all
 */
export async function* skipHeader(blocks: AsyncIterable<LineBlock>): AsyncGenerator<LineBlock> {
  let seen = false;
  for await (const block of blocks) {
    const { first, lines } = block;
    const header = !seen && isHeader(lines[0] ?? "");
    seen = true;
    yield header ? { first: first + 1, lines: lines.slice(1) } : block;
  }
  if (!seen) throw new UnreadableSourceError("It unpacks to an empty file. Expected one user a line.");
}

function isHeader(line: string): boolean {
  const text = line.replace(BYTE_ORDER_MARK, "");
  const [idColumn = "", dataColumn = "", ...more] = columnsOf(text);
  if (more.length === 0 && isSearchYaml(dataColumn)) return false;
  if (more.length === 0 && ID_COLUMNS.includes(idColumn) && dataColumn === DATA_COLUMN) return true;
  const shown = text.length > CHARACTERS_SHOWN ? `${text.slice(0, CHARACTERS_SHOWN)}...` : text;
  throw new UnreadableSourceError(
    `Its first line is ${JSON.stringify(shown)}. Expected the header "${ID_COLUMNS[0]},${DATA_COLUMN}".`,
  );
}

function columnsOf(line: string): string[] {
  try {
    return parseCsvLine(line);
  } catch (error) {
    if (error instanceof MalformedRowError) return [];
    throw error;
  }
}
