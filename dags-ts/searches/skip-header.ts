// Checks that the source is the table it should be, and leaves only its rows.
import type { LineBlock } from "../objects/line-blocks.ts";
import { UnreadableSourceError } from "../objects/unreadable-source-error.ts";
import { parseCsvLine } from "./csv-line.ts";
import { MalformedRowError } from "./malformed-row-error.ts";
import { isSearchYaml } from "./parse-search-yaml.ts";
import { textOfLine } from "./read-record.ts";

const ID_COLUMNS: readonly string[] = ["user_id", "id"];
const DATA_COLUMN = "user_data";
const BYTE_ORDER_MARK = /^\uFEFF/;
const CHARACTERS_SHOWN = 80;

/**
 * The first block of the source without its header. The older export has none: it is known by the user_data of
 * its first row.
 *
 * @throws {UnreadableSourceError} when the header is another one
 */
export function skipHeader(first: LineBlock): LineBlock {
  const { text, end } = textOfLine(first, first.start);
  return isHeader(text) ? { ...first, start: end } : first;
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
