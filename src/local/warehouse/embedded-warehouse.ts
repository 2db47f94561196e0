// The embedded warehouse: a PostgreSQL in a folder, which tasks reach like any other through a port.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Connection } from "../../model/connection/connection.ts";
import { embeddedWarehouseType } from "../../model/connection/connection-types.ts";
import { UserError } from "../../model/errors.ts";
import { acquireLock } from "../memory/lock.ts";
import { WarehouseThread } from "./warehouse-thread.ts";
import type { WarehouseRequest } from "./warehouse-worker.ts";

/** The embedded warehouse cannot be opened, or broke. */
class WarehouseError extends UserError {
  readonly folder: string;

  constructor(folder: string, problem: string, options?: ErrorOptions) {
    super(`The embedded warehouse in ${folder} ${problem}`, options);
    this.name = "WarehouseError";
    this.folder = folder;
  }
}

/** What one task holds while it uses the warehouse. */
export interface Lease {
  /** A `postgres` connection in place of the embedded one. */
  connection(connId: string): Connection;
  /** Cuts what is still connected and makes the session as good as new. */
  release(): Promise<void>;
}

/** The folder an embedded warehouse's connection names. @throws {UserError} when it names none */
export function warehouseFolder({ connId, extra }: Connection): string {
  if (typeof extra.path === "string") return realPath(extra.path);
  throw new UserError(
    `Connection "${connId}" has type "${embeddedWarehouseType}" and no folder. Add "path" to its extra, ` +
      `for example {"conn_type": "${embeddedWarehouseType}", "extra": {"path": "out/warehouse"}}.`,
  );
}

/** One name for one folder, whether it is there already or not: two databases must never open it at once. */
function realPath(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  return path.join(realPath(path.dirname(folder)), path.basename(folder));
}

/**
 * PGlite behind its socket server, in a thread of this process. It has one session for all its connections:
 * settings, prepared statements and transactions of one client reach the others. So one task holds it at a
 * time, through a lease.
 */
export class EmbeddedWarehouse {
  readonly #folder: string;
  /** Known to this process and to the tasks that get a lease. */
  readonly #password = randomBytes(24).toString("base64url");
  #thread: WarehouseThread | undefined;
  #unlock: (() => void) | undefined;

  /** Nothing is started yet. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Starts the database unless it runs: some seconds for a new one, half a second otherwise.
   *
   * @throws {WarehouseError} when it cannot be opened
   * @throws {LockedError} when a runner of another project has it open
   */
  async start(): Promise<void> {
    await this.#running();
  }

  /** @throws {WarehouseError} when the database cannot be opened */
  async lease(): Promise<Lease> {
    const thread = await this.#running();
    const { port } = await thread.ask("lease");
    return {
      connection: (connId) => ({
        connId,
        connType: "postgres",
        host: "127.0.0.1",
        login: "postgres",
        password: this.#password,
        schema: "postgres",
        port,
        extra: { sslmode: "disable" },
      }),
      // A database that broke, or was ended in the middle of a query, is started again by the next lease.
      release: () => askPatiently(thread, "release"),
    };
  }

  /** Closes the database if it was started. Its data is safe without. */
  async close(): Promise<void> {
    if (this.#thread) await askPatiently(this.#thread, "close");
    this.#unlock?.();
  }

  async #running(): Promise<WarehouseThread> {
    if (!this.#thread?.alive) {
      checkFolder(this.#folder);
      this.#unlock ??= acquireLock(`${this.#folder}.lock`, this.#folder);
      this.#thread = new WarehouseThread({ folder: this.#folder, password: this.#password });
    }
    const thread = this.#thread;
    try {
      await thread.opened;
    } catch (cause) {
      throw new WarehouseError(this.#folder, describeFailure(this.#folder, cause as Error), { cause });
    }
    return thread;
  }
}

/** A query that nobody waits for any more would compute on for as long as it likes: it gets 5 s. */
async function askPatiently(thread: WarehouseThread, request: WarehouseRequest): Promise<void> {
  const patience = setTimeout(() => void thread.terminate(), 5000);
  await thread.ask(request).catch(() => thread.terminate());
  clearTimeout(patience);
}

function checkFolder(folder: string): void {
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    const files = readdirSync(folder);
    if (files.length === 0 || files.includes("PG_VERSION")) return;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    throw new WarehouseError(folder, `cannot be made there: ${message}`, { cause });
  }
  throw new WarehouseError(
    folder,
    "cannot be made there: the folder holds other files. Name another folder.",
  );
}

function describeFailure(folder: string, { message }: Error): string {
  let madeBy = "";
  try {
    madeBy = ` It was made by PostgreSQL ${readFileSync(path.join(folder, "PG_VERSION"), "utf8").trim()}.`;
  } catch {
    // It does not even have a version to tell.
  }
  return `could not be opened: ${message}.${madeBy} If its data can be made again, delete the folder.`;
}
