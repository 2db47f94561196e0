// Checks that the source is the table it should be, and leaves only its rows.
import { Buffer } from "node:buffer";
import { type LineBlock, UnreadableObjectError } from "windsock/hooks";
import { parseCsvLine } from "./csv-line.ts";
import { MalformedRowError } from "./malformed-row-error.ts";
import { isSearchYaml } from "./parse-search-yaml.ts";
import { textOfLine } from "./read-record.ts";
import { byteOrderMark } from "./user-row.ts";

const idColumns: readonly string[] = ["user_id", "id"];
const userDataColumn = "user_data";
/** Byte order marks of UTF-16, little-endian and big-endian, as four hexadecimal digits. */
const utf16Marks: readonly string[] = ["fffe", "feff"];
const shownCharacters = 80;

/**
 * The first block of the source without its header. The older export has none: it is known by the user_data of
 * its first row.
 *
 * @throws {UnreadableObjectError} when the header is another one
 */
export function skipHeader(first: LineBlock): LineBlock {
  const mark = Buffer.from(first.bytes.subarray(first.start, first.start + 2)).toString("hex");
  if (utf16Marks.includes(mark)) {
    throw new UnreadableObjectError("Its first bytes are those of UTF-16 text. Expected UTF-8.");
  }
  const { text, end } = textOfLine(first, first.start);
  return isHeader(text) ? { ...first, start: end } : first;
}

function isHeader(line: string): boolean {
  const text = line.startsWith(byteOrderMark) ? line.slice(1) : line;
  const [idColumn = "", dataColumn = "", ...more] = columnsOf(text);
  if (more.length === 0 && isSearchYaml(dataColumn)) return false;
  if (more.length === 0 && idColumns.includes(idColumn) && dataColumn === userDataColumn) return true;
  const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text;
  throw new UnreadableObjectError(
    `Its first line is ${JSON.stringify(shown)}. Expected the header "${idColumns[0]},${userDataColumn}".`,
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
