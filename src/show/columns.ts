// Tables for the terminal: with lines between them, or in columns alone.
import Table from "cli-table3";

const noLines = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right", "left"]
    .concat(["left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((name) => [name, ""]),
);

/** A line for each row. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const table = new Table({ chars: noLines, style: { "padding-left": 0, "padding-right": 2, border: [] } });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** With a head. A column of numbers is aligned to the right. */
export function framed(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly (number | null)[] = [],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) =>
      rows.every((row) => /^\d+$/.test(row[column] ?? "")) ? "right" : "left",
    ),
    colWidths: [...widths],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** Text of somebody's own, with what a terminal would obey instead of showing it. */
export function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (control) =>
    control === "\n" ? "\\n" : `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same, where line ends are nothing but space. */
export function oneLine(text: string): string {
  return visible(text.replaceAll(/\s+/g, " ").trim());
}
