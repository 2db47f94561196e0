// The statements a warehouse and its transactions have in common.
import type { TableName } from "./sql-identifier.ts";

/** A value that becomes one parameter. Dates and times are text, such as "2021-07-02". */
export type SqlValue = string | number | bigint | boolean | Uint8Array | null;

/** A value for `$1`, `$2`, ...; an array becomes one of SQL's, for `= any($1)` (not on Redshift). */
export type SqlParameter = SqlValue | readonly SqlValue[];

/**
 * A row by column name. What types become:
 *
 * - smallint, integer, real, double precision: number; boolean: boolean; json, jsonb: the parsed value
 * - bigint: number, or text beyond 2^53, where a number would no longer be exact
 * - numeric: text, which is exact; `::float8` in the SQL makes it a number
 * - date, time, timestamp, interval: text as the database writes it ("2021-07-02"), never shifted to this
 *   machine's time zone
 * - arrays of these: arrays; bytea: Buffer; anything else: text
 */
export type SqlRow = Record<string, unknown>;

/** How rows are inserted. */
export interface InsertOptions {
  /**
   * Rows sent in one statement; fewer when the table is so wide that they would need more than the 32,767
   * parameters Redshift takes.
   *
   * @default 1000
   */
  readonly batchRows?: number;
}

/** What can be said in SQL. Every statement ends when the task is asked to stop. */
export interface Statements {
  /**
   * Runs a statement and yields its rows, if it has any. `$1`, `$2`, ... stand for the parameters. Several
   * statements with `;` between them may be given when there are no parameters; the rows are the last one's.
   */
  query<Row extends object = SqlRow>(sql: string, parameters?: readonly SqlParameter[]): Promise<Row[]>;

  /**
   * The rows of a query, a thousand at a time (what a Redshift cluster of one node hands out at once), so
   * that memory does not grow with the result. Uses a cursor.
   */
  stream<Row extends object = SqlRow>(sql: string, parameters?: readonly SqlParameter[]): AsyncIterable<Row>;

  /**
   * Inserts rows, many in a statement; all of them or, when anything fails, none.
   *
   * @returns how many
   * @throws TypeError for a row that lacks a value for a column; null is a value
   */
  insert<Column extends string>(
    table: TableName,
    columns: readonly Column[],
    rows: Iterable<Readonly<Record<Column, SqlValue>>> | AsyncIterable<Readonly<Record<Column, SqlValue>>>,
    options?: InsertOptions,
  ): Promise<number>;
}
