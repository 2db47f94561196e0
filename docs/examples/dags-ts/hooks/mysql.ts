// A hook for MySQL and MariaDB: one connection a task, values apart from SQL, statements that end when the task must.
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { ResultSetHeader, RowDataPacket, Connection as Session } from "mysql2/promise";
import { AirflowFailException, type Connection, defineHook, type HookServices } from "windsock";
import * as z from "zod";

const Settings = z.strictObject({
  /** `required` encrypts, `verify_ca` also knows the server's authority, `verify_identity` also its name. */
  ssl_mode: z.enum(["disabled", "required", "verify_ca", "verify_identity"]).default("verify_identity"),
  /** A file with the authorities to trust, instead of Node's own. */
  ssl_ca: z.string().optional(),
  /** Seconds in which the server must answer. */
  connect_timeout: z.coerce.number().positive().max(3600).default(10),
});

type Settings = z.output<typeof Settings>;
type Value = string | number | boolean | null | Buffer;
type Execute = (sql: string, values?: Value[]) => Promise<number>;

/** The database of a connection. Statements that are sent at the same time wait for each other. */
export class MySql {
  readonly #session: Session;
  readonly #connect: () => Promise<Session>;
  readonly #signal: AbortSignal;
  readonly #stop = () => {
    this.#stopped = this.#killQuery();
  };
  #stopped: Promise<void> | undefined;

  private constructor(session: Session, connect: () => Promise<Session>, signal: AbortSignal) {
    this.#session = session;
    this.#connect = connect;
    this.#signal = signal;
    signal.addEventListener("abort", this.#stop, { once: true });
    // A session that breaks while nobody uses it: the next statement says so.
    session.on("error", () => undefined);
  }

  static async open(connection: Connection, settings: Settings, { signal }: HookServices): Promise<MySql> {
    const options = await optionsOf(connection, settings);
    // Not at the top of the file: a build, which evaluates the DAG, loads no driver.
    const { createConnection } = await import("mysql2/promise");
    const connect = () => createConnection(options);
    return new MySql(await connect().catch(rethrow), connect, signal);
  }

  /** The rows of a query, each checked. `?` stands for a value. */
  async query<Row>(sql: string, row: z.ZodType<Row>, values: Value[] = []): Promise<Row[]> {
    const [rows] = await this.#run(this.#session.execute<RowDataPacket[]>(sql, values));
    const result = z.array(row).safeParse(rows);
    if (result.success) return result.data;
    throw new AirflowFailException(`The rows are not as expected:\n${z.prettifyError(result.error)}`);
  }

  /** Runs a statement. `?` stands for a value. @returns how many rows it affected */
  async execute(sql: string, values: Value[] = []): Promise<number> {
    const [{ affectedRows }] = await this.#run(this.#session.execute<ResultSetHeader>(sql, values));
    return affectedRows;
  }

  /** What the work executes becomes visible all at once, or not at all where the work throws. */
  async transaction<T>(work: (execute: Execute) => Promise<T>): Promise<T> {
    await this.#run(this.#session.beginTransaction());
    try {
      const result = await work((sql, values) => this.execute(sql, values));
      await this.#run(this.#session.commit());
      return result;
    } catch (error) {
      // Where that fails, too, the server rolls back when the session is gone.
      if (!this.#signal.aborted) await this.#session.rollback().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener("abort", this.#stop);
    await this.#stopped;
    this.#session.destroy();
  }

  /** Waits for a statement, but no longer than the task may run. */
  #run<T>(statement: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(this.#signal.reason);
      if (this.#signal.aborted) abort();
      this.#signal.addEventListener("abort", abort, { once: true });
      const forget = () => this.#signal.removeEventListener("abort", abort);
      statement.catch(rethrow).then(resolve, reject).finally(forget);
    });
  }

  /** A server goes on with a statement whose client has gone; it must be told, by another session. */
  async #killQuery(): Promise<void> {
    try {
      const other = await this.#connect();
      await other.query(`KILL QUERY ${this.#session.threadId}`);
      other.destroy();
    } catch {
      // The server cannot be reached, or is done.
    }
  }
}

/** Opens a connection of Airflow's type `mysql`. Its schema is the database. */
export const mysql = defineHook({
  name: "MySqlHook",
  connTypes: ["mysql"],
  extra: Settings,
  open: (connection, services) => MySql.open(connection, connection.extra, services),
});

async function optionsOf(connection: Connection, { ssl_mode, ssl_ca, connect_timeout }: Settings) {
  const { connId, host, port, login, password, schema } = connection;
  if (ssl_mode === "verify_identity" && isIP(host ?? "")) {
    throw new AirflowFailException(
      `Connection "${connId}" has an address as its host, and the driver knows servers by names only. ` +
        'Give it the name, or "verify_ca" as ssl_mode.',
    );
  }
  const ssl = {
    rejectUnauthorized: ssl_mode !== "required",
    verifyIdentity: ssl_mode === "verify_identity",
    ...(ssl_ca !== undefined && { ca: await readFile(ssl_ca, "utf8") }),
  };
  return {
    host: host ?? "localhost",
    port: port ?? 3306,
    ...(login !== null && { user: login }),
    ...(password !== null && { password }),
    ...(schema !== null && { database: schema }),
    ...(ssl_mode !== "disabled" && { ssl }),
    connectTimeout: connect_timeout * 1000,
    // Dates as MySQL writes them, and whole numbers as text where a double would round them.
    dateStrings: true,
    supportBigNumbers: true,
  };
}

/** What another try cannot mend. */
const lasting = [
  "ER_ACCESS_DENIED_ERROR",
  "ER_BAD_DB_ERROR",
  "ER_BAD_FIELD_ERROR",
  "ER_DBACCESS_DENIED_ERROR",
  "ER_NO_SUCH_TABLE",
  "ER_PARSE_ERROR",
  "ER_TABLEACCESS_DENIED_ERROR",
  "HANDSHAKE_NO_SSL_SUPPORT",
];

/** The driver's errors hold the statement with its values, and its stacks end inside of it: neither is passed on. */
function rethrow(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = `MySQL: ${message || code}`;
  throw code !== undefined && lasting.includes(code) ? new AirflowFailException(reason) : new Error(reason);
}
