// Reads the texts of AIRFLOW_CONN_* variables, URI or JSON, as the tasks of Airflow find them
// (airflow.sdk.definitions.connection; 2.x reads alike).
import { type Connection, ConnectionFormatError } from "./connection.ts";
import { connectionUri, InvalidUriError, isConnectionUri } from "./connection-uri.ts";

/**
 * Reads one AIRFLOW_CONN_* value.
 *
 * @throws {ConnectionFormatError} when Airflow refuses it, or it is neither a URI nor JSON. Nothing of it is quoted.
 */
export function parseConnection(connId: string, text: string): Connection {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return fromJson(connId, trimmed);
  if (!isConnectionUri(trimmed)) throw new ConnectionFormatError(connId, "it is neither a URI nor JSON");
  return fromUri(connId, trimmed);
}

/** The keys that Airflow's JSON form may have. */
const jsonKeys = [
  "conn_type",
  "description",
  "host",
  "login",
  "password",
  "schema",
  "port",
  "extra",
  "uri",
  "team_name",
];

function fromJson(connId: string, text: string): Connection {
  const fields = parseJson(connId, "its JSON", text) as Record<string, unknown>;
  if (Object.keys(fields).some((key) => !jsonKeys.includes(key))) {
    throw new ConnectionFormatError(connId, `its JSON has other keys than ${jsonKeys.join(", ")}`);
  }
  const { uri, description: _, team_name: __, ...others } = fields;
  if (!uri) return connectionFromFields(connId, others);
  if (Object.values(others).some(Boolean)) {
    throw new ConnectionFormatError(connId, "its JSON has a uri, and fields beside it");
  }
  return fromUri(connId, String(uri));
}

function fromUri(connId: string, uri: string): Connection {
  try {
    return connectionFromFields(connId, connectionUri(uri));
  } catch (error) {
    if (error instanceof InvalidUriError) throw new ConnectionFormatError(connId, error.message);
    throw error;
  }
}

/**
 * A connection from the fields that Airflow's JSON form has. Empty ones are null.
 *
 * @throws {ConnectionFormatError} when Airflow refuses them
 */
export function connectionFromFields(connId: string, fields: Readonly<Record<string, unknown>>): Connection {
  const text = (name: string) => {
    const value = fields[name];
    if (value === undefined || value === null || value === "") return null;
    if (typeof value === "string") return value;
    throw new ConnectionFormatError(connId, `${name} is not a text`);
  };
  const connType = text("conn_type")?.replaceAll("-", "_") ?? null;
  return {
    connId,
    connType: connType === "postgresql" ? "postgres" : connType,
    host: text("host"),
    login: text("login"),
    password: text("password"),
    schema: text("schema"),
    port: portOf(connId, fields.port),
    extra: extraOf(connId, fields.extra),
  };
}

function portOf(connId: string, port: unknown): number | null {
  if (port === null || port === undefined || port === "" || port === 0) return null;
  const number = typeof port === "string" && !/^\s*[+-]?\d+\s*$/.test(port) ? Number.NaN : Number(port);
  if (!Number.isFinite(number)) throw new ConnectionFormatError(connId, "port is not a whole number");
  return Math.trunc(number);
}

function extraOf(connId: string, extra: unknown): Record<string, unknown> {
  if (extra === null || extra === undefined || extra === "") return {};
  const value = typeof extra === "string" ? parseJson(connId, "extra", extra) : extra;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConnectionFormatError(connId, "extra is not a JSON object");
  }
  return value as Record<string, unknown>;
}

function parseJson(connId: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectionFormatError(connId, `${what} is not valid JSON`);
  }
}
