// Statements on one connection, one after the other.
import type { ClientBase } from "pg";
import { untilAborted } from "../../../system/until-aborted.ts";
import type { InsertOptions, SqlParameter, SqlRow, Statements } from "../sql.ts";
import type { TableName } from "../sql-identifier.ts";
import { insertStatements, type Rows } from "./insert-rows.ts";
import { type WarehousePlace, warehouseError } from "./warehouse-errors.ts";

const fetchRows = 1000;

/** What a statement did; of several statements the last one. */
export interface StatementResult<Row> {
  readonly rows: Row[];
  /** The command's tag, such as "INSERT". */
  readonly command: string;
}

/** A connection while somebody has it. A stream or an insert must be inside a transaction. */
export class SqlSession implements Statements {
  readonly #client: ClientBase;
  readonly #signal: AbortSignal;
  readonly #place: WarehousePlace;
  #ended = false;
  #cursors = 0;
  /** The driver takes one statement at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(client: ClientBase, signal: AbortSignal, place: WarehousePlace) {
    this.#client = client;
    this.#signal = signal;
    this.#place = place;
  }

  async query<Row extends object = SqlRow>(
    sql: string,
    parameters: readonly SqlParameter[] = [],
  ): Promise<Row[]> {
    const { rows } = await this.run<Row>(sql, parameters);
    return rows;
  }

  async *stream<Row extends object = SqlRow>(
    sql: string,
    parameters: readonly SqlParameter[] = [],
  ): AsyncGenerator<Row> {
    this.#cursors += 1;
    const cursor = `windsock_${this.#cursors}`;
    await this.run(sql, parameters, `declare ${cursor} cursor for `);
    let failed = false;
    try {
      for (let fetched = fetchRows; fetched === fetchRows; ) {
        const { rows } = await this.run<Row>(`fetch forward ${fetchRows} from ${cursor}`);
        yield* rows;
        fetched = rows.length;
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      // Redshift has one cursor at a time; after an error the transaction takes no more statements.
      if (!failed) await this.run(`close ${cursor}`);
    }
  }

  async insert<Column extends string>(
    table: TableName,
    columns: readonly Column[],
    rows: Rows<Column>,
    options?: InsertOptions,
  ): Promise<number> {
    let count = 0;
    for await (const statement of insertStatements(table, columns, rows, options)) {
      await this.run(statement.sql, statement.parameters);
      count += statement.rows;
    }
    return count;
  }

  /**
   * Runs a statement when those before it are done.
   *
   * @param prefix stands before the caller's own SQL; positions in errors are told without it
   */
  run<Row extends object>(
    sql: string,
    parameters: readonly SqlParameter[] = [],
    prefix = "",
  ): Promise<StatementResult<Row>> {
    const result = this.#turn.then(() => this.#runNow<Row>(sql, parameters, prefix));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Takes no more statements; resolves when none is under way. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#turn;
  }

  async #runNow<Row extends object>(
    sql: string,
    parameters: readonly SqlParameter[],
    prefix: string,
  ): Promise<StatementResult<Row>> {
    if (this.#ended) throw new Error("This transaction has ended: use it only inside its function.");
    this.#signal.throwIfAborted();
    try {
      // Without parameters the driver allows several statements, and then has several results.
      const work = this.#client.query<Row>(prefix + sql, parameters.length > 0 ? [...parameters] : undefined);
      const last = [await untilAborted(work, this.#signal)].flat().at(-1);
      return { rows: last?.rows ?? [], command: last?.command ?? "" };
    } catch (error) {
      throw this.#signal.aborted ? error : warehouseError(error, this.#place, { sql, prefix });
    }
  }
}
