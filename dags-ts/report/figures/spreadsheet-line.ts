// CSV for people's spreadsheets, which work out a text that begins like a formula, and may start programs by it.

/** Also behind blanks, quotes and what East Asian keyboards write, which some of them pass over. */
const formulaStart = /^[\s'"]*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** The semicolon, and the tab, separate columns where a comma is the decimal point. */
const needsQuotes = /[",;\t\r\n]/;

/**
 * The columns as one line, with its line end. A text that begins like a formula has an apostrophe before it, which
 * whoever reads the list by a program takes away again.
 */
export function spreadsheetLine(columns: readonly string[]): string {
  return `${columns.map(asText).join(",")}\n`;
}

function asText(column: string): string {
  const text = formulaStart.test(column) ? `'${column}` : column;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
