// From a `postgres` or `redshift` connection to the driver's configuration.

import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type { ClientConfig } from "pg";
import type { Connection } from "../../model/connection/connection.ts";
import { UserError } from "../../model/errors.ts";

/** The extra goes by libpq's names. @throws {UserError} for an sslmode or certificate that cannot be used */
export function serverConfig(connection: Connection): ClientConfig {
  const { connType, host, port, login, password, schema } = connection;
  const isRedshift = connType === "redshift";
  return {
    host: host ?? "localhost",
    port: port ?? (isRedshift ? 5439 : 5432),
    database: schema ?? (isRedshift ? "dev" : (login ?? "postgres")),
    ...(login !== null && { user: login }),
    ...(password !== null && { password }),
    ssl: tlsOf(connection, isRedshift ? "require" : "disable"),
    connectionTimeoutMillis: 30_000,
  };
}

/** Only the `verify` modes, and `require` with a certificate, check who the server is. */
function tlsOf(connection: Connection, byDefault: string): ConnectionOptions | false {
  const { sslmode = byDefault, sslrootcert } = connection.extra;
  const authority =
    typeof sslrootcert === "string" ? { ca: readCertificate(connection, sslrootcert) } : undefined;
  switch (sslmode) {
    case "disable":
      return false;
    case "require":
      return authority
        ? { ...authority, checkServerIdentity: () => undefined }
        : { rejectUnauthorized: false };
    case "verify-ca":
      return { ...authority, checkServerIdentity: () => undefined };
    case "verify-full":
      return { ...authority };
    default:
      throw new UserError(
        `Connection "${connection.connId}" has sslmode ${JSON.stringify(sslmode)} in its extra. ` +
          "Use disable, require, verify-ca or verify-full.",
      );
  }
}

function readCertificate({ connId }: Connection, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(`Connection "${connId}" names a sslrootcert that cannot be read: ${file}.`, {
      cause,
    });
  }
}
