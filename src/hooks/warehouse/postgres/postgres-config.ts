// From an Airflow `redshift` or `postgres` connection to the configuration of the driver, for tasks and
// `windsock sql` alike.
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type { ClientBase, ClientConfig } from "pg";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { postgresTypes } from "./postgres-types.ts";

/** Milliseconds after the server's own time-out in which its answer must be here: it may never come. */
const answerTime = 1_000;

/** How to reach a database. */
export interface PostgresConfig {
  readonly client: ClientConfig & { readonly host: string; readonly port: number; readonly database: string };
  /** Milliseconds; null leaves it to the server. */
  readonly statementTimeout: number | null;
}

/**
 * Reads a connection's fields; the extra goes by libpq's names.
 *
 * @throws {AirflowFailException} for a field that cannot be followed
 */
export function postgresConfig(connection: Connection): PostgresConfig {
  const { connId, connType, host, login, password, schema, port, extra } = connection;
  if (host === null) throw new AirflowFailException(`Connection "${connId}" has no host. Set one.`);
  if (extra.iam === true || extra.iam === "true") {
    throw new AirflowFailException(
      `Connection "${connId}" asks for IAM authentication, which WarehouseHook does not have. ` +
        "Give it a login and a password instead.",
    );
  }
  const isRedshift = connType === "redshift";
  const statementTimeout = positive(connection, "statement_timeout");
  return {
    client: {
      host,
      port: port ?? (isRedshift ? 5439 : 5432),
      database: schema ?? (isRedshift ? "dev" : (login ?? "postgres")),
      ...(login !== null && { user: login }),
      ...(password !== null && { password }),
      application_name: typeof extra.application_name === "string" ? extra.application_name : "windsock",
      ssl: tlsOf(connection, isRedshift ? "require" : "disable"),
      connectionTimeoutMillis: (positive(connection, "connect_timeout") ?? 10) * 1000,
      // A firewall forgets a connection that is silent during a long query.
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
      types: postgresTypes,
      ...(statementTimeout !== null && { query_timeout: statementTimeout + answerTime }),
    },
    statementTimeout,
  };
}

/** Settles what only a session can be told, once it stands: Redshift takes no time-out when it is connected to. */
export async function setUpSession(
  client: ClientBase,
  { statementTimeout }: Pick<PostgresConfig, "statementTimeout">,
): Promise<void> {
  if (statementTimeout !== null) await client.query(`set statement_timeout to ${statementTimeout}`);
}

/** @see https://www.postgresql.org/docs/current/libpq-ssl.html */
function tlsOf(connection: Connection, byDefault: string): ConnectionOptions | false {
  const { sslmode = byDefault, sslrootcert } = connection.extra;
  const authorities = typeof sslrootcert === "string" ? { ca: readCertificate(connection, sslrootcert) } : {};
  switch (sslmode) {
    case "disable":
      return false;
    case "verify-full":
      return authorities;
    case "verify-ca":
      return { ...authorities, checkServerIdentity: () => undefined };
    case "require":
      if (typeof sslrootcert === "string") return { ...authorities, checkServerIdentity: () => undefined };
      return { rejectUnauthorized: false };
    default:
      throw new AirflowFailException(
        `Connection "${connection.connId}" has sslmode "${sslmode}" in its extra. ` +
          "Use disable, require, verify-ca or verify-full.",
      );
  }
}

function readCertificate({ connId }: Connection, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const message = `Connection "${connId}" names a sslrootcert that cannot be read: ${file}. Correct its extra.`;
    throw new AirflowFailException(message, { cause });
  }
}

/** A number in the extra, which is text when the connection was given as a URI. */
function positive({ connId, extra }: Connection, name: string): number | null {
  const value = extra[name];
  if (value === undefined || value === null || value === "") return null;
  const number = Number(value);
  if (number > 0) return number;
  throw new AirflowFailException(`Connection "${connId}": ${name} in its extra must be a positive number.`);
}
