// Tells the server to give up a statement that nobody waits for any more.
import { Client, type ClientBase, type ClientConfig } from "pg";

/** Milliseconds, twice at most: a task has about four seconds to stop. */
const patience = 1_500;

/**
 * Cancels what `client` is running. Without it the server would finish the statement, and commit what it did.
 * Best effort: a server that cannot be reached is left alone.
 */
export async function cancelQuery(client: ClientBase, config: ClientConfig): Promise<void> {
  const processId: unknown = Reflect.get(client, "processID");
  if (typeof processId !== "number") return;
  const canceller = new Client({ ...config, connectionTimeoutMillis: patience, query_timeout: patience });
  canceller.on("error", () => undefined);
  try {
    await canceller.connect();
    await canceller.query("select pg_cancel_backend($1)", [processId]);
  } catch {
    // The connection is closed next, which ends the statement sooner or later.
  } finally {
    await canceller.end().catch(() => undefined);
  }
}
