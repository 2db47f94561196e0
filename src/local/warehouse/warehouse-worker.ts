// The thread an embedded warehouse lives in: PGlite computes without pause, and must not hold up the runner.
import { existsSync, renameSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import path from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { PasswordGuard } from "./password-guard.ts";

/** What the runner asks for; each request is answered by one {@link WarehouseReply}. */
export type WarehouseRequest = "lease" | "release" | "close";

/** The port after a `lease`, otherwise null. */
export type WarehouseReply = { readonly port: number | null };

/** What the thread is started with. */
export interface WarehouseData {
  readonly folder: string;
  /** Whoever wants in has to know it. */
  readonly password: string;
}

const { folder, password } = workerData as WarehouseData;
await serve(parentPort as MessagePort, await open(folder));

/**
 * Opens the database. A new one is made beside its final place, so that a half-made one is never taken for a
 * whole one.
 */
async function open(folder: string): Promise<PGlite> {
  if (!existsSync(path.join(folder, "PG_VERSION"))) {
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    const made = await PGlite.create(unfinished);
    await made.close();
    renameSync(unfinished, folder);
  }
  // PostgreSQL refuses one that a killed process left half-written. The runner's own lock does its work.
  rmSync(path.join(folder, "postmaster.pid"), { force: true });
  return PGlite.create(folder);
}

async function serve(port: MessagePort, db: PGlite): Promise<void> {
  let server: PGLiteSocketServer | undefined;
  const guard = new PasswordGuard(password);

  const answer = async (request: WarehouseRequest): Promise<WarehouseReply> => {
    if (request === "lease") {
      // Room for the pool of one task. All its connections share the one session that PGlite has.
      server = new PGLiteSocketServer({ db, host: "127.0.0.1", port: 0, maxConnections: 100 });
      guardDoor(server, guard);
      await server.start();
      return { port: Number(server.getServerConn().split(":").at(-1)) };
    }
    guard.close();
    await server?.stop();
    server = undefined;
    if (request === "close") await db.close();
    else await renewSession(db);
    return { port: null };
  };

  port.on("message", async (request: WarehouseRequest) => {
    port.postMessage(await answer(request));
    if (request === "close") port.close();
  });
  port.postMessage({ port: null } satisfies WarehouseReply);
}

/** The server has no hook for it. That it still calls this method is known by the compiler, and by a test. */
const door = "handleConnection";

function guardDoor(server: PGLiteSocketServer, guard: PasswordGuard): void {
  const serve = server[door].bind(server);
  server[door] = async (socket: Socket) => {
    if (await guard.admits(socket)) await serve(socket);
  };
}

/** The next task finds what a new connection to PostgreSQL finds: no transaction, temporary table or setting. */
async function renewSession(db: PGlite): Promise<void> {
  if (db.isInTransaction()) await db.exec("ROLLBACK");
  await db.exec("DISCARD ALL");
}
