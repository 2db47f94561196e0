// What the extra of a `postgres` or `redshift` connection may say. Airflow hands it on to libpq, or to Redshift's
// driver, by their names; whatever this driver cannot do is refused, so that nothing is ignored in silence.
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";

/** Followed by `postgresConfig` and `tlsOf`. */
export const followedExtras = [
  "application_name",
  "connect_timeout",
  "fallback_application_name",
  "keepalives",
  "keepalives_idle",
  "options",
  "ssl",
  "ssl_max_protocol_version",
  "ssl_min_protocol_version",
  "sslcert",
  "sslcrl",
  "sslkey",
  "sslmode",
  "sslnegotiation",
  "sslpassword",
  "sslrootcert",
  "statement_timeout",
  "tcp_keepalive",
  "timeout",
] as const;

export type FollowedExtra = (typeof followedExtras)[number];

/** Followed with these values alone, which ask for nothing that this driver does not do. */
export const limitedExtras: Readonly<Record<string, readonly string[]>> = {
  channel_binding: ["disable", "prefer"],
  client_encoding: ["auto", "utf8", "utf-8", "unicode"],
  gssencmode: ["disable", "prefer"],
  iam: ["false"],
  is_serverless: ["false"],
  load_balance_hosts: ["disable"],
  replication: ["false", "off", "no", "0"],
  sslcompression: ["0"],
  sslsni: ["1"],
  target_session_attrs: ["any"],
};

/** Of Python alone, or of IAM authentication where `iam` asks for it: nothing that a session notices. */
export const extrasOfOthers: readonly string[] = [
  "aws_conn_id",
  "cluster-identifier",
  "cluster_identifier",
  "cursor",
  "db_user",
  "enable_log_db_messages",
  "numeric_to_float",
  "profile",
  "region",
  "sqlalchemy_query",
  "sqlalchemy_scheme",
  "workgroup-name",
];

const remedies: Readonly<Record<string, string>> = {
  dbname: "Name the database in the connection's schema field.",
  database: "Name the database in the connection's schema field.",
  host: "Name the server in the connection's host field.",
  hostaddr: "Name the server in the connection's host field.",
  iam: "Give the connection a login and a password instead.",
  keepalives_count: "Node settles it itself: ten probes, a second apart. Take it out.",
  keepalives_interval: "Node settles it itself: ten probes, a second apart. Take it out.",
  passfile: "Give the connection a password instead.",
  password: "Give the connection a password instead.",
  port: "Set the connection's port field instead.",
  service: "Give the connection the service's host, port, login and password instead.",
  user: "Set the connection's login instead.",
};

/**
 * Refuses whatever would not be followed.
 *
 * @throws {AirflowFailException} naming the entry of the extra and what to do, never its value
 */
export function checkExtras({ connId, extra }: Connection): void {
  const known = new Set<string>([...followedExtras, ...extrasOfOthers]);
  for (const [name, value] of Object.entries(extra)) {
    if (known.has(name) || value === null || value === "") continue;
    const allowed = limitedExtras[name];
    if (allowed?.includes(String(value).toLowerCase())) continue;
    const remedy =
      remedies[name] ??
      (allowed ? `It can be ${allowed.join(" or ")}.` : "Take it out, or correct its name.");
    throw new AirflowFailException(
      `Connection "${connId}" has "${name}" in its extra, which WarehouseHook cannot follow. ${remedy}`,
    );
  }
}

/** An entry as text; null where there is none, or an empty one. */
export function textExtra({ extra }: Connection, name: FollowedExtra): string | null {
  const value = extra[name];
  return value === undefined || value === null || value === "" ? null : String(value);
}

/**
 * A whole number from 0 to 2147483647, which is text when the connection was given as a URI. 0 is "no limit", as in
 * libpq and PostgreSQL.
 */
export function numberExtra(connection: Connection, name: FollowedExtra): number | null {
  const text = textExtra(connection, name);
  if (text === null) return null;
  if (/^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647) return Number(text);
  throw new AirflowFailException(
    `Connection "${connection.connId}": ${name} in its extra must be a whole number from 0 to 2147483647.`,
  );
}

/** A switch, in the spellings of libpq and Python. */
export function switchExtra(connection: Connection, name: FollowedExtra): boolean | null {
  const text = textExtra(connection, name)?.toLowerCase() ?? null;
  if (text === null) return null;
  if (["1", "true"].includes(text)) return true;
  if (["0", "false"].includes(text)) return false;
  throw new AirflowFailException(`Connection "${connection.connId}": ${name} in its extra must be 1 or 0.`);
}
