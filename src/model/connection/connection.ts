// Airflow connections, and the two forms they take in AIRFLOW_CONN_* variables: URI and JSON.
// https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html
import { UserError } from "../errors.ts";

/** One Airflow connection. Fields that were not given are null. */
export interface Connection {
  readonly connId: string;
  readonly connType: string;
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

/**
 * Reads one AIRFLOW_CONN_* value.
 *
 * @throws {ConnectionFormatError} when it is neither a URI nor a JSON object with a `conn_type`
 */
export function parseConnection(connId: string, text: string): Connection {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? fromJson(connId, trimmed) : fromUri(connId, trimmed);
}

/** The connection in Airflow's JSON form, what an AIRFLOW_CONN_* variable may hold. */
export function connectionToJson(connection: Connection): string {
  const { connType, host, login, password, schema, port, extra } = connection;
  return JSON.stringify({ conn_type: connType, host, login, password, schema, port, extra });
}

/** A connection from the fields Airflow's own objects and JSON form have. */
export function connectionFromFields(connId: string, fields: Readonly<Record<string, unknown>>): Connection {
  const text = (name: string) =>
    typeof fields[name] === "string" && fields[name] !== "" ? fields[name] : null;
  const connType = text("conn_type");
  if (connType === null) throw new ConnectionFormatError(connId, "conn_type is missing");
  const port =
    fields.port === null || fields.port === undefined || fields.port === "" ? null : Number(fields.port);
  if (port !== null && !Number.isInteger(port))
    throw new ConnectionFormatError(connId, "port is not a number");
  return {
    connId,
    connType,
    host: text("host"),
    login: text("login"),
    password: text("password"),
    schema: text("schema"),
    port,
    extra: extraOf(connId, fields.extra),
  };
}

function extraOf(connId: string, extra: unknown): Record<string, unknown> {
  if (extra === null || extra === undefined || extra === "") return {};
  const value = typeof extra === "string" ? parseJson(connId, "extra", extra) : extra;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConnectionFormatError(connId, "extra is not a JSON object");
  }
  return value as Record<string, unknown>;
}

function fromJson(connId: string, text: string): Connection {
  return connectionFromFields(connId, parseJson(connId, "its JSON", text) as Record<string, unknown>);
}

function parseJson(connId: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConnectionFormatError(connId, `${what} is not valid JSON`);
  }
}

function fromUri(connId: string, text: string): Connection {
  const match = /^([A-Za-z][A-Za-z0-9+._-]*):\/\/(.*)$/s.exec(text);
  if (!match) throw new ConnectionFormatError(connId, "it is neither a URI nor JSON");
  const [, scheme = "", rest = ""] = match;
  const [location = "", query = ""] = splitOnce(rest, "?");
  const [authority = "", schema = ""] = splitOnce(location, "/");
  const at = authority.lastIndexOf("@");
  const [login = "", password = ""] = at < 0 ? [] : splitOnce(authority.slice(0, at), ":");
  const [host = "", port = ""] = splitPort(authority.slice(at + 1));
  const parameters = new URLSearchParams(query);
  const packed = parameters.get("__extra__");
  const decode = (part: string) => decodePart(connId, part);
  return connectionFromFields(connId, {
    conn_type: scheme.replaceAll("-", "_") === "postgresql" ? "postgres" : scheme.replaceAll("-", "_"),
    host: decode(host),
    login: decode(login),
    password: decode(password),
    schema: decode(schema),
    port,
    extra: packed ?? Object.fromEntries(parameters),
  });
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function splitPort(hostPort: string): [string, string?] {
  const match = /^(.*):(\d+)$/s.exec(hostPort);
  return match ? [match[1] ?? "", match[2] ?? ""] : [hostPort];
}

function decodePart(connId: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConnectionFormatError(connId, "a part of its URI is not percent-encoded");
  }
}
