// Airflow connections as plain data.
// https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html
import { UserError } from "../errors.ts";

/** One Airflow connection. Fields that were not given are null. */
export interface Connection {
  readonly connId: string;
  /** Normalized, as Airflow does: `postgres`, `google_cloud_platform`. Null when none was given. */
  readonly connType: string | null;
  readonly host: string | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  readonly port: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A connection string that cannot be read. The string itself may hold a password and is never quoted. */
export class ConnectionFormatError extends UserError {
  readonly connId: string;

  constructor(connId: string, problem: string) {
    super(
      `Connection "${connId}" cannot be read: ${problem}. ` +
        "Give it as a URI (type://login:password@host:port/schema?key=value, each part percent-encoded) " +
        'or as JSON ({"conn_type": "...", ...}).',
    );
    this.name = "ConnectionFormatError";
    this.connId = connId;
  }
}

/** The connection in Airflow's JSON form, what an AIRFLOW_CONN_* variable may hold. */
export function connectionToJson(connection: Connection): string {
  const { connType, host, login, password, schema, port, extra } = connection;
  return JSON.stringify({ conn_type: connType, host, login, password, schema, port, extra });
}

/** Whether the connection has one of the types. */
export function isOfType({ connType }: Connection, types: readonly string[]): boolean {
  return connType !== null && types.includes(connType);
}

/** The type as errors name it. */
export function typeText({ connType }: Connection): string {
  return connType === null ? "no type" : `the type "${connType}"`;
}
