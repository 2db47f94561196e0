// Opens the clients that a task works with, and closes them when it ends, however it ends.
import { type Connection, isOfType, typeText } from "../model/connection/connection.ts";
import type { Client, Hook, HookServices } from "../sdk/hook.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import type { Hooks } from "../sdk/task-handler.ts";
import { checkValue } from "./check-value.ts";

/** What clients are made of. */
interface Sources extends HookServices {
  readonly connections: Readonly<Record<string, Connection>>;
}

type OpenClients = Readonly<Record<string, object>>;

/**
 * Does the work with a client of each hook. All that were opened are closed, the last one first, also when another one
 * does not open. That one does not close fails work which succeeded; after work that failed it is a warning.
 */
export async function withClients<T>(
  hooks: Hooks,
  sources: Sources,
  work: (clients: OpenClients) => Promise<T>,
): Promise<T> {
  const clients = new Map<string, Client>();
  let result: T;
  try {
    for (const [name, hook] of Object.entries(hooks)) clients.set(name, await open(name, hook, sources));
    result = await work(Object.fromEntries(clients));
  } catch (error) {
    warn(await closeAll(clients), sources);
    throw error;
  }
  const [problem, ...others] = await closeAll(clients);
  warn(others, sources);
  if (problem) throw problem.error;
  return result;
}

async function open(name: string, hook: Hook<object>, { connections, log, signal }: Sources) {
  const connection = connections[name];
  if (!connection) throw new AirflowFailException(`No connection was given for "${name}".`);
  const { connId } = connection;
  if (hook.connTypes.length > 0 && !isOfType(connection, hook.connTypes)) {
    throw new AirflowFailException(
      `Connection "${connId}" has ${typeText(connection)}, and ${hook.name} takes ` +
        `${hook.connTypes.join(", ")}. Change the connection's type, or pass another connection.`,
    );
  }
  const what = `The extra of connection "${connId}" does not fit ${hook.name}`;
  const extra = (await checkValue(hook.extra, connection.extra, what)) as Connection["extra"];
  return await hook.open({ ...connection, extra }, { log, signal });
}

interface Unclosed {
  readonly name: string;
  readonly error: unknown;
}

async function closeAll(clients: ReadonlyMap<string, Client>): Promise<Unclosed[]> {
  const unclosed: Unclosed[] = [];
  for (const [name, client] of [...clients].reverse()) {
    try {
      await client.close?.();
    } catch (error) {
      unclosed.push({ name, error });
    }
  }
  return unclosed;
}

function warn(unclosed: readonly Unclosed[], { log }: Sources): void {
  for (const { name, error } of unclosed) log.warning(`"${name}" was not closed: ${String(error)}`);
}
