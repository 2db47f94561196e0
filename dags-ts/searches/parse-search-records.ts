// Reads the user_data of the current export: search records, one after the other.
//
//     user_data = record*
//     record    = "--" NEXT "-" field (NEXT field)* END
//     field     = ":" name ":" value
//     name      = letter (letter | digit | "_")*
//     value     = any characters but "\"
//     NEXT      = "\\n"     two backslashes and an n
//     END       = "\n"      one backslash and an n
//
// Backslashes are characters of the text here; nothing is escaped.
import { MalformedRowError } from "./malformed-row-error.ts";
import { type Search, toSearch } from "./search.ts";

const recordStart = String.raw`--\\n-`;
const fieldPattern = /:([a-z]\w*):([^\\]*)(\\\\n|\\n)/iy;
const nextMark = String.raw`\\n`;

/**
 * The searches of one user, in order.
 *
 * @throws {MalformedRowError} when the text breaks the grammar or a field holds what it must not
 */
export function parseSearchRecords(userData: string): Search[] {
  const searches: Search[] = [];
  let position = 0;
  while (position < userData.length) {
    const record = readRecord(userData, position);
    searches.push(toSearch(record.fields));
    position = record.end;
  }
  return searches;
}

function readRecord(userData: string, start: number): { fields: Map<string, string>; end: number } {
  if (!userData.startsWith(recordStart, start)) {
    throw new MalformedRowError(`user_data does not go on with a search record (${recordStart})`);
  }
  const fields = new Map<string, string>();
  fieldPattern.lastIndex = start + recordStart.length;
  for (;;) {
    const [, name = "", value = "", follows] = fieldPattern.exec(userData) ?? brokenRecord();
    if (fields.has(name)) throw new MalformedRowError("a search record has a field twice");
    fields.set(name, value);
    if (follows !== nextMark) return { fields, end: fieldPattern.lastIndex };
  }
}

function brokenRecord(): never {
  throw new MalformedRowError("a search record is cut off or holds no :name:value where one should be");
}
