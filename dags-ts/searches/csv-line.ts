// One line of CSV (RFC 4180), to fields and back.
import { CsvError, parse } from "csv-parse/sync";
import { MalformedRowError } from "./malformed-row-error.ts";

const reasons: Readonly<Partial<Record<CsvError["code"], string>>> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted column is not closed on its line",
  CSV_INVALID_CLOSING_QUOTE: "text follows the closing quote of a column",
  INVALID_OPENING_QUOTE: "a quote stands inside an unquoted column",
};

/**
 * The columns of one line. Each row of the export is one line, so a quoted column that goes on in the next
 * line is an error; one stray quote then costs its own row and not all that follow.
 *
 * @throws {MalformedRowError} when quotes are not where they belong
 */
export function parseCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  try {
    return parse(line, { record_delimiter: "\n", relax_column_count: true })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new MalformedRowError(reasons[error.code] ?? "the line is not CSV", { cause: error });
  }
}

/** The columns as one line, quoted only where they have to be, with its line end. */
export function formatCsvLine(columns: readonly (string | number)[]): string {
  return `${columns.map(quoteWhereNeeded).join(",")}\n`;
}

function quoteWhereNeeded(column: string | number): string {
  const text = String(column);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
