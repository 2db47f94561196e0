// A project's own PostgreSQL, beside Airflow: its data stay in the project's `out` folder between starts.
import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { Connection } from "../../model/connection/connection.ts";
import { UserError } from "../../model/errors.ts";
import { awaitedLater } from "../../system/awaited-later.ts";
import type { ServiceProcess } from "../../system/service-process.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { initialise, type PostgresProcess, passwordFileIn, serve, superuser } from "./postgres-process.ts";

/** The server does not start, or ended. */
class PostgresError extends UserError {
  constructor(folder: string, problem: string, cause?: unknown) {
    super(`PostgreSQL does not work in ${folder}. ${problem}`, { cause });
    this.name = "PostgresError";
  }
}

/** A running server with any number of databases. */
export class ProjectServer {
  readonly port: number;
  /** Holds its superuser's password. */
  readonly passwordFile: string;
  /** Fails with {@link PostgresError} when it ends by itself. */
  readonly broken: Promise<never>;
  readonly #process: ServiceProcess;
  readonly #password: string;

  private constructor(folder: string, { port, process }: PostgresProcess, password: string) {
    this.port = port;
    this.passwordFile = passwordFileIn(folder);
    this.broken = awaitedLater(
      process.ended.then(() => {
        throw new PostgresError(folder, "It has ended by itself.");
      }),
    );
    this.#process = process;
    this.#password = password;
  }

  /**
   * Starts it; a second or two for a new one.
   *
   * @param folder where its data are, or go
   * @throws {PostgresError}
   */
  static async start(binaries: PostgresBinaries, folder: string): Promise<ProjectServer> {
    if (binaries.account) checkAccess(folder, binaries.initdb);
    try {
      if (!existsSync(path.join(folder, "data"))) {
        await initialise(binaries, folder, randomBytes(18).toString("base64url"));
      }
      const password = (await readFile(passwordFileIn(folder), "utf8")).trim();
      // A crash of the machine may lose the last moment, but never the data.
      const running = await serve(binaries, folder, { settings: { synchronous_commit: "off" } });
      return new ProjectServer(folder, running, password);
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).trim().split("\n").slice(-8);
      throw new PostgresError(
        folder,
        `If its data can be made again, delete the folder.\n${reason.join("\n")}`,
        error,
      );
    }
  }

  /** What SQLAlchemy calls a database of this server, without the driver. Holds the password. */
  url(database: string): string {
    return `${superuser}:${this.#password}@127.0.0.1:${this.port}/${database}`;
  }

  /** An Airflow connection to a database of this server. */
  connection(connId: string, database: string): Connection {
    return {
      connId,
      connType: "postgres",
      host: "127.0.0.1",
      login: superuser,
      password: this.#password,
      schema: database,
      port: this.port,
      extra: { sslmode: "disable" },
    };
  }

  /** Makes a database unless it is there. */
  async ensureDatabase(name: string): Promise<void> {
    await this.#run(async (client) => {
      const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
      if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    });
  }

  /** Makes an empty database; what one of this name held is lost. */
  async renewDatabase(name: string): Promise<void> {
    await this.#run(async (client) => {
      await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    });
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async #run(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client(`postgres://${this.url("postgres")}`);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }
}

/** The account that runs the server, which is not root's, must be able to enter all folders on the way. */
function checkAccess(folder: string, program: string): void {
  const closed = [folder, program]
    .flatMap(foldersAbove)
    .find((above) => (statSync(above).mode & 0o001) === 0);
  if (closed === undefined) return;
  throw new PostgresError(
    folder,
    `It refuses to run as root, and so runs as "nobody", who may not enter ${closed}. ` +
      `Let everybody do so (chmod o+x ${closed}), or run this as another user than root.`,
  );
}

/** Those that are there, the highest first. */
function foldersAbove(place: string): string[] {
  const above = path.dirname(place);
  return [...(above === place ? [] : foldersAbove(above)), above].filter(existsSync);
}
