// From an Airflow `redshift` or `postgres` connection to the configuration of the driver, for tasks and
// `windsock sql` alike.
import type { ClientBase, ClientConfig } from "pg";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { longestTimer } from "../../../system/longest-timer.ts";
import { checkExtras, numberExtra, switchExtra, textExtra } from "./postgres-extras.ts";
import { offersTls, type PostgresTls, tlsOf } from "./postgres-tls.ts";
import { postgresTypes } from "./postgres-types.ts";

/** Milliseconds after the server's own time-out in which its answer must be here: it may never come. */
const answerTime = 1_000;

/** How to reach a database. */
export interface PostgresConfig {
  /** All but TLS, which may depend on what the server says. */
  readonly client: ClientConfig & { readonly host: string; readonly port: number; readonly database: string };
  readonly tls: PostgresTls;
  /** Milliseconds, 0 for none; null leaves it to the server. */
  readonly statementTimeout: number | null;
}

/**
 * Reads a connection's fields; the extra goes by libpq's names.
 *
 * @throws {AirflowFailException} for whatever cannot be followed
 */
export function postgresConfig(connection: Connection): PostgresConfig {
  const { connId, connType, host, login, password, schema, port } = connection;
  if (host === null) throw new AirflowFailException(`Connection "${connId}" has no host. Set one.`);
  if (host.includes(",")) {
    throw new AirflowFailException(`Connection "${connId}" names several hosts. WarehouseHook takes one.`);
  }
  checkExtras(connection);
  const isRedshift = connType === "redshift";
  const tls = tlsOf(connection);
  const statementTimeout = numberExtra(connection, "statement_timeout");
  const options = textExtra(connection, "options");
  // Idle connections are probed by default: a firewall forgets one that is silent during a long query.
  const keepAlive = switchExtra(connection, "keepalives") ?? switchExtra(connection, "tcp_keepalive") ?? true;
  return {
    client: {
      host,
      port: port ?? (isRedshift ? 5439 : 5432),
      database: schema ?? (isRedshift ? "dev" : (login ?? "postgres")),
      ...(login !== null && { user: login }),
      ...(password !== null && { password }),
      ...(options !== null && { options }),
      application_name:
        textExtra(connection, "application_name") ??
        textExtra(connection, "fallback_application_name") ??
        "windsock",
      connectionTimeoutMillis: connectTimeout(connection),
      keepAlive,
      keepAliveInitialDelayMillis: (numberExtra(connection, "keepalives_idle") || 30) * 1000,
      types: postgresTypes,
      ...(tls.use === "always" && negotiation(connection)),
      ...(statementTimeout && statementTimeout + answerTime <= longestTimer
        ? { query_timeout: statementTimeout + answerTime }
        : {}),
    },
    tls,
    statementTimeout,
  };
}

/** The driver's whole configuration. A connection that takes TLS where it is offered has the server asked. */
export async function clientConfig({ client, tls }: PostgresConfig): Promise<ClientConfig> {
  const { host, port, connectionTimeoutMillis = 0 } = client;
  const encrypted =
    tls.use === "always" ||
    (tls.use === "if offered" && (await offersTls(host, port, connectionTimeoutMillis)));
  return { ...client, ssl: encrypted ? tls.options : false };
}

/** Settles what only a session can be told, once it stands: Redshift takes no time-out when it is connected to. */
export async function setUpSession(
  client: ClientBase,
  { statementTimeout }: Pick<PostgresConfig, "statementTimeout">,
): Promise<void> {
  if (statementTimeout !== null) await client.query(`set statement_timeout to ${statementTimeout}`);
}

/** Milliseconds, 0 for none. */
function connectTimeout(connection: Connection): number {
  const seconds = numberExtra(connection, "connect_timeout") ?? numberExtra(connection, "timeout") ?? 10;
  return seconds * 1000 <= longestTimer ? seconds * 1000 : 0;
}

function negotiation(connection: Connection): Pick<ClientConfig, "sslnegotiation"> {
  const text = textExtra(connection, "sslnegotiation");
  if (text === null) return {};
  if (text === "postgres" || text === "direct") return { sslnegotiation: text };
  throw new AirflowFailException(
    `Connection "${connection.connId}": sslnegotiation in its extra must be postgres or direct.`,
  );
}
