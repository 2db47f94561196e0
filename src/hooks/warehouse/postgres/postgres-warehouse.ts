// The warehouse over PostgreSQL's protocol.
import { Client, type ClientConfig, Pool, type PoolClient } from "pg";
import type { Connection } from "../../../model/connection/connection.ts";
import type { HookServices } from "../../../sdk/hook.ts";
import { untilAborted } from "../../../system/until-aborted.ts";
import type { InsertOptions, SqlParameter, SqlRow, Statements } from "../sql.ts";
import type { TableName } from "../sql-identifier.ts";
import type { Warehouse } from "../warehouse.ts";
import { cancelQuery } from "./cancel-query.ts";
import type { Rows } from "./insert-rows.ts";
import { clientConfig, type PostgresConfig, postgresConfig, setUpSession } from "./postgres-config.ts";
import { SqlSession } from "./sql-session.ts";
import { type WarehousePlace, warehouseError } from "./warehouse-errors.ts";

const maxConnections = 4;

interface OpenPool {
  readonly config: ClientConfig;
  readonly pool: Pool;
}

interface Lease {
  readonly client: PoolClient;
  readonly session: SqlSession;
}

export class PostgresWarehouse implements Warehouse {
  readonly #config: PostgresConfig;
  #opened: Promise<OpenPool> | null = null;
  readonly #signal: AbortSignal;
  readonly #place: WarehousePlace;
  readonly #leases = new Set<Lease>();
  readonly #cancellations: Promise<void>[] = [];

  constructor(connection: Connection, { signal }: Pick<HookServices, "signal">) {
    this.#config = postgresConfig(connection);
    const { client } = this.#config;
    this.#signal = signal;
    this.#place = {
      connId: connection.connId,
      host: client.host,
      port: client.port,
      database: client.database,
    };
  }

  async query<Row extends object = SqlRow>(
    sql: string,
    parameters?: readonly SqlParameter[],
  ): Promise<Row[]> {
    const lease = await this.#borrow();
    try {
      return await lease.session.query<Row>(sql, parameters);
    } finally {
      await this.#giveBack(lease);
    }
  }

  async *stream<Row extends object = SqlRow>(
    sql: string,
    parameters?: readonly SqlParameter[],
  ): AsyncGenerator<Row> {
    const lease = await this.#borrow();
    try {
      await lease.session.run("begin");
      yield* lease.session.stream<Row>(sql, parameters);
      await lease.session.run("commit");
    } finally {
      await this.#giveBack(lease);
    }
  }

  insert<Column extends string>(
    table: TableName,
    columns: readonly Column[],
    rows: Rows<Column>,
    options?: InsertOptions,
  ): Promise<number> {
    return this.transaction((transaction) => transaction.insert(table, columns, rows, options));
  }

  async transaction<T>(work: (transaction: Statements) => Promise<T>): Promise<T> {
    const lease = await this.#borrow();
    try {
      await lease.session.run("begin");
      const result = await work(lease.session);
      const { command } = await lease.session.run("commit");
      // So the server answers when a statement had failed and `work` went on regardless.
      if (command === "ROLLBACK") {
        throw new Error(
          "The transaction was rolled back: one of its statements failed, and the error was caught.",
        );
      }
      return result;
    } finally {
      await this.#giveBack(lease);
    }
  }

  async close(): Promise<void> {
    const closed = this.#opened?.then(({ pool }) => pool.end()).catch(() => undefined);
    await Promise.all(this.#cancellations);
    // Neither a stream that was left unfinished nor a connection still being made is waited for.
    for (const { client } of this.#leases) client.end(() => undefined);
    if (this.#leases.size === 0 && !this.#signal.aborted) await closed;
  }

  async #borrow(): Promise<Lease> {
    this.#signal.throwIfAborted();
    const connecting = this.#open().then(({ pool }) => pool.connect());
    try {
      const client = await untilAborted(connecting, this.#signal);
      const lease = { client, session: new SqlSession(client, this.#signal, this.#place) };
      this.#leases.add(lease);
      return lease;
    } catch (error) {
      if (!this.#signal.aborted) throw warehouseError(error, this.#place);
      connecting.then((client) => client.release(true)).catch(() => undefined);
      throw error;
    }
  }

  /** A failure is not kept: the next statement tries again. */
  #open(): Promise<OpenPool> {
    this.#opened ??= clientConfig(this.#config).then(
      (config) => ({ config, pool: createPool(config, this.#config) }),
      (error) => {
        this.#opened = null;
        throw error;
      },
    );
    return this.#opened;
  }

  /** Whatever transaction is still open is rolled back; a connection in doubt is closed. */
  async #giveBack(lease: Lease): Promise<void> {
    const { client, session } = lease;
    const idle = session.end();
    this.#leases.delete(lease);
    if (this.#signal.aborted) {
      const cancelled = this.#open().then(({ config }) => cancelQuery(client, config));
      this.#cancellations.push(cancelled.then(() => client.release(true)));
      return;
    }
    try {
      await idle;
      if (client.getTransactionStatus() !== "I") await client.query("rollback");
      client.release();
    } catch {
      client.release(true);
    }
  }
}

function createPool(config: ClientConfig, session: PostgresConfig): Pool {
  class OwnClient extends Client {
    constructor() {
      super(config);
      // A lost connection is told to the statement that needs it; unheard, the event would end the process.
      this.on("error", () => undefined);
    }
  }
  const pool = new Pool({
    // It gets no configuration itself: its connection time-out would also count the wait for a busy client.
    Client: OwnClient,
    max: maxConnections,
    onConnect: (client) => setUpSession(client, session),
  });
  return pool.on("error", () => undefined);
}
