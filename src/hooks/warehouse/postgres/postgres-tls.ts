// TLS as libpq's names in a connection's extra ask for it.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { ConnectionOptions, SecureVersion } from "node:tls";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { type FollowedExtra, switchExtra, textExtra } from "./postgres-extras.ts";

const versions: readonly string[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] satisfies SecureVersion[];
const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/** What a connection wants of TLS. */
export interface PostgresTls {
  /** `options` serve if the server speaks TLS; "if offered" goes on in clear where it does not. */
  readonly use: "never" | "if offered" | "always";
  readonly options: ConnectionOptions;
}

/**
 * `prefer` is the default, as libpq's; `require` for Redshift, as its own driver's. `allow`, too, takes TLS where it
 * is offered.
 *
 * @throws {AirflowFailException} for a mode, version or file that cannot be followed
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export function tlsOf(connection: Connection): PostgresTls {
  const mode = modeOf(connection);
  // Of a socket in the file system libpq ignores the mode, too.
  if (mode === "disable" || connection.host?.startsWith("/")) return { use: "never", options: {} };
  const authorities = file(connection, "sslrootcert");
  const options = {
    ...part("ca", authorities),
    ...part("cert", file(connection, "sslcert")),
    ...part("key", file(connection, "sslkey")),
    ...part("passphrase", textExtra(connection, "sslpassword")),
    ...part("crl", file(connection, "sslcrl")),
    ...part("minVersion", version(connection, "ssl_min_protocol_version")),
    ...part("maxVersion", version(connection, "ssl_max_protocol_version")),
  };
  if ("cert" in options !== "key" in options) {
    throw new AirflowFailException(
      `Connection "${connection.connId}" needs both sslcert and sslkey in its extra: a certificate and its key.`,
    );
  }
  if (mode === "verify-full") return { use: "always", options };
  const anyName = { ...options, checkServerIdentity: () => undefined };
  if (mode === "verify-ca") return { use: "always", options: anyName };
  const use = mode === "require" ? "always" : "if offered";
  if (authorities !== null && mode === "require") return { use, options: anyName };
  return { use, options: { ...options, rejectUnauthorized: false } };
}

/** Asks a server whether it speaks TLS, by PostgreSQL's own question. */
export async function offersTls(host: string, port: number, milliseconds: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: milliseconds });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
      socket.once("data", (answer) => resolve(answer.toString("latin1") === "S"));
      socket.once("error", reject);
      socket.once("timeout", () => reject(new Error("timeout expired")));
      socket.once("end", () => reject(new Error("Connection terminated unexpectedly")));
    });
  } finally {
    socket.destroy();
  }
}

function modeOf(connection: Connection): (typeof modes)[number] {
  const isRedshift = connection.connType === "redshift";
  // Redshift's driver has a switch beside the mode.
  const off = switchExtra(connection, "ssl") === false;
  const system = textExtra(connection, "sslrootcert") === "system";
  const byDefault = off ? "disable" : system ? "verify-full" : isRedshift ? "require" : "prefer";
  const text = textExtra(connection, "sslmode") ?? byDefault;
  const mode = modes.find((name) => name === text);
  if (system && mode !== "verify-full" && mode !== "disable") {
    throw new AirflowFailException(
      `Connection "${connection.connId}": "sslrootcert": "system" needs "sslmode": "verify-full" in its extra.`,
    );
  }
  if (mode) return mode;
  throw new AirflowFailException(
    `Connection "${connection.connId}" has an unknown sslmode in its extra. Use one of ${modes.join(", ")}.`,
  );
}

function version(connection: Connection, name: FollowedExtra): SecureVersion | null {
  const text = textExtra(connection, name);
  if (text === null || versions.includes(text)) return text as SecureVersion | null;
  throw new AirflowFailException(
    `Connection "${connection.connId}": ${name} in its extra must be one of ${versions.join(", ")}.`,
  );
}

function part<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}

function file(connection: Connection, name: FollowedExtra): string | null {
  const path = textExtra(connection, name);
  if (path === null) return null;
  // libpq's word for the certificates that the machine trusts, which Node has by default.
  if (name === "sslrootcert" && path === "system") return null;
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const message = `Connection "${connection.connId}" names a file in ${name} that cannot be read: ${path}. Correct its extra.`;
    throw new AirflowFailException(message, { cause });
  }
}
