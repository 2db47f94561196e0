// Gathers rows into INSERT statements of many rows each: plain SQL that Redshift, PostgreSQL and PGlite accept.
import type { InsertOptions, SqlValue } from "../sql.ts";
import { quoteIdentifier, quoteTable, type TableName } from "../sql-identifier.ts";

/** Redshift's limit; PostgreSQL's is twice as high. */
const maxParameters = 32_767;

export type Rows<Column extends string> =
  | Iterable<Readonly<Record<Column, SqlValue>>>
  | AsyncIterable<Readonly<Record<Column, SqlValue>>>;

/** One statement and how many rows it inserts. */
export interface InsertStatement {
  readonly sql: string;
  readonly parameters: SqlValue[];
  readonly rows: number;
}

/** The statements that insert `rows`, made as they are asked for. */
export async function* insertStatements<Column extends string>(
  table: TableName,
  columns: readonly Column[],
  rows: Rows<Column>,
  { batchRows = 1000 }: InsertOptions = {},
): AsyncGenerator<InsertStatement> {
  if (columns.length === 0) throw new TypeError("Name the columns to insert into.");
  const limit = Math.min(batchRows, Math.floor(maxParameters / columns.length));
  if (!(limit >= 1)) throw new RangeError(`Rows cannot be inserted ${batchRows} at a time.`);
  const into = `insert into ${quoteTable(table)} (${columns.map(quoteIdentifier).join(", ")}) values `;
  let parameters: SqlValue[] = [];
  let count = 0;
  for await (const row of rows) {
    parameters.push(...valuesOf(row, columns));
    count += 1;
    if (parameters.length < limit * columns.length) continue;
    yield statement(into, columns.length, parameters);
    parameters = [];
  }
  if (parameters.length > 0) yield statement(into, columns.length, parameters);

  function valuesOf(row: Readonly<Record<Column, SqlValue>>, names: readonly Column[]): SqlValue[] {
    return names.map((name) => {
      if (row[name] !== undefined) return row[name];
      throw new TypeError(`Row ${count + 1} has no value for column "${name}".`);
    });
  }
}

function statement(into: string, width: number, parameters: SqlValue[]): InsertStatement {
  const rows = parameters.length / width;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const places = Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`);
    return `(${places.join(", ")})`;
  });
  return { sql: into + tuples.join(", "), parameters, rows };
}
