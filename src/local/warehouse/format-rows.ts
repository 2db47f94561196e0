// Prints what a query returned: as a table, as CSV (RFC 4180) or as JSON.
import Table from "cli-table3";
import type { QueryColumn, QueryResult } from "./query.ts";

export const rowFormats = ["table", "csv", "json"] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Ends with a line end, unless there is nothing to say. */
export function formatRows(result: QueryResult, format: RowFormat): string {
  switch (format) {
    case "table":
      return table(result);
    case "csv":
      return csv(result);
    case "json":
      return json(result);
  }
}

function table({ columns, rows, command }: QueryResult): string {
  if (columns.length === 0) return `${command}\n`;
  const output = new Table({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ kind }) => (kind === "number" ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) output.push(row.map((value) => value ?? ""));
  return `${output.toString()}\n${rows.length === 1 ? "1 row" : `${rows.length} rows`}\n`;
}

/** Line ends are `\n`; a null is an empty field, and an empty text `""`, so that they stay apart. */
function csv({ columns, rows }: QueryResult): string {
  if (columns.length === 0) return "";
  const lines = [columns.map(({ name }) => name), ...rows];
  return lines.map((line) => `${line.map(csvField).join(",")}\n`).join("");
}

function csvField(value: string | null): string {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function json({ columns, rows }: QueryResult): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, kind }, index) => [name, jsonValue(row[index] ?? null, kind)])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function jsonValue(value: string | null, kind: QueryColumn["kind"]): unknown {
  if (value === null || kind === "text") return value;
  if (kind === "boolean") return value === "true";
  if (kind === "json") return JSON.parse(value);
  // A number JavaScript would change, such as a large bigint, stays text.
  return String(Number(value)) === value ? Number(value) : value;
}
