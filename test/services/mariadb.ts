// A real MariaDB server for tests, of the machine's own package.
import { randomUUID } from "node:crypto";
import { chown, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { unusedPort } from "../../src/system/ports.ts";
import { startService } from "../../src/system/service-process.ts";
import { skipTestsWithout } from "./missing-part.ts";

const testFolder = path.resolve(import.meta.dirname, "../../out/test");

/** A running MariaDB with an empty database `test`, private to whoever started it. */
export interface MariaDb {
  /** An AIRFLOW_CONN_* text; `fields` replace the usual ones. */
  connection(fields?: Readonly<Record<string, unknown>>): string;
  /** The server's self-made certificate, which is its own authority. */
  readonly certificate: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** Kills the server when this process is gone, since then its standard input closes. */
const guard = `
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -KILL "$server"; } 2>/dev/null &
watcher=$!
wait "$server"
kill "$watcher" 2>/dev/null
`;

/**
 * Starts a server of its own for a test file (some two seconds).
 *
 * @param name whom the server's certificate is made out to; it can be reached as `localhost` only
 * @returns null when the machine has none: Debian's package `mariadb-server` brings it
 */
export async function startMariaDb(name = "localhost"): Promise<MariaDb | null> {
  const folder = path.join(testFolder, `mariadb-${randomUUID()}`);
  try {
    await execa("mariadbd", ["--version"]);
  } catch (error) {
    return skipTestsWithout("MariaDB", error);
  }
  await mkdir(folder, { recursive: true });
  try {
    return await start(folder, name);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function start(folder: string, name: string): Promise<MariaDb> {
  const [data, key, certificate] = ["data", "server.key", "server.crt"].map((name) =>
    path.join(folder, name),
  );
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  const kind = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  await execa("openssl", ["req", "-x509", ...kind, ...names, "-keyout", `${key}`, "-out", `${certificate}`]);
  const user = process.getuid?.() === 0 ? ["--user=mysql"] : [];
  if (user.length > 0) {
    const ids = await Promise.all(["-u", "-g"].map((which) => execa("id", [which, "mysql"])));
    const [uid = 0, gid = 0] = ids.map(({ stdout }) => Number(stdout));
    for (const owned of [folder, `${key}`, `${certificate}`]) await chown(owned, uid, gid);
  }
  const common = ["--no-defaults", `--datadir=${data}`, ...user];
  await execa("mariadb-install-db", [
    ...common,
    "--skip-test-db",
    "--auth-root-authentication-method=normal",
  ]);
  const initFile = path.join(folder, "init.sql");
  await writeFile(
    initFile,
    [
      "CREATE DATABASE test CHARACTER SET utf8mb4;",
      "CREATE USER me@localhost IDENTIFIED BY 'test-secret';",
      "GRANT ALL ON test.* TO me@localhost;",
    ].join("\n"),
  );
  const port = await unusedPort();
  const settings = [
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--socket=${folder}/socket`,
    `--init-file=${initFile}`,
    `--ssl-key=${key}`,
    `--ssl-cert=${certificate}`,
    "--innodb-flush-log-at-trx-commit=0",
  ];
  const server = ["mariadbd", ...common, ...settings];
  const { stop } = await startService("sh", ["-c", guard, "guard", ...server], /ready for connections/);
  return {
    certificate: `${certificate}`,
    connection: (fields) =>
      JSON.stringify({
        conn_type: "mysql",
        host: "localhost",
        port,
        login: "me",
        password: "test-secret",
        schema: "test",
        extra: { ssl_ca: certificate },
        ...fields,
      }),
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
