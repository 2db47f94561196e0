// One line of CSV (RFC 4180), to fields and back.
import { MalformedRowError } from "./malformed-row-error.ts";

/**
 * The columns of one line. Each row of the export is one line, so a quoted column that goes on in the next
 * line is an error; one stray quote then costs its own row and not all that follow.
 *
 * A library's parser takes longer to be made than a line to be read: a file of nothing but quotes must not take hours.
 *
 * @throws {MalformedRowError} when quotes are not where they belong
 */
export function parseCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const columns: string[] = [];
  for (let start = 0; ; ) {
    const { column, end } = line[start] === '"' ? quotedColumn(line, start) : plainColumn(line, start);
    columns.push(column);
    if (end === line.length) return columns;
    start = end + 1;
  }
}

interface Column {
  readonly column: string;
  /** Where the comma is, or the line ends. */
  readonly end: number;
}

function plainColumn(line: string, start: number): Column {
  const comma = line.indexOf(",", start);
  const end = comma < 0 ? line.length : comma;
  const column = line.slice(start, end);
  if (column.includes('"')) throw new MalformedRowError("a quote stands inside an unquoted column");
  return { column, end };
}

function quotedColumn(line: string, start: number): Column {
  const closing = closingQuote(line, start + 1);
  const end = closing + 1;
  if (end < line.length && line[end] !== ",") {
    throw new MalformedRowError("text follows the closing quote of a column");
  }
  return { column: line.slice(start + 1, closing).replaceAll('""', '"'), end };
}

function closingQuote(line: string, start: number): number {
  for (let at = line.indexOf('"', start); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at;
  }
  throw new MalformedRowError("a quoted column is not closed on its line");
}

/** The columns as one line, quoted only where they have to be, with its line end. */
export function formatCsvLine(columns: readonly (string | number)[]): string {
  return `${columns.map(quoteWhereNeeded).join(",")}\n`;
}

function quoteWhereNeeded(column: string | number): string {
  const text = String(column);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
