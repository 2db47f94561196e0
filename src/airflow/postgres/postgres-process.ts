// Makes the data folder of a PostgreSQL, and runs a server on it.
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { unusedPort } from "../../system/ports.ts";
import { type ServiceProcess, startService } from "../../system/service-process.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";

/** Its superuser. */
export const superuser = "windsock";

/** A server that listens on 127.0.0.1 alone. */
export interface PostgresProcess {
  readonly port: number;
  readonly process: ServiceProcess;
}

export interface ServeOptions {
  /** The server's settings beside the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Removes the folder when the server has stopped, even when this process was killed. @default false */
  readonly temporary?: boolean;
}

/** Where the superuser's password is kept; only its owner can read it. */
export function passwordFileIn(folder: string): string {
  return path.join(folder, "password");
}

/** Makes `<folder>/data`, all of it or nothing, and keeps the password. */
export async function initialise(
  { initdb, account }: PostgresBinaries,
  folder: string,
  password: string,
): Promise<void> {
  const [passwordFile, unfinished] = [passwordFileIn(folder), path.join(folder, "unfinished")];
  await mkdir(folder, { recursive: true });
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const owned of [folder, passwordFile]) await chown(owned, account.uid, account.gid);
  const options = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
    "--no-instructions",
  ];
  const login = [`--username=${superuser}`, `--pwfile=${passwordFile}`];
  await execa(initdb, [`--pgdata=${unfinished}`, ...login, ...options], { ...account, cwd: folder });
  await rename(unfinished, path.join(folder, "data"));
}

/**
 * Starts a server on a folder that {@link initialise} made. It stops when this process ends, however it ends.
 *
 * @throws Error with what the server said when it does not start
 */
export async function serve(
  { postgres, account }: PostgresBinaries,
  folder: string,
  { settings = {}, temporary = false }: ServeOptions = {},
): Promise<PostgresProcess> {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", timezone: "UTC", ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  for (let attempt = 1; ; attempt += 1) {
    const port = await unusedPort();
    const server = [postgres, "-D", path.join(folder, "data"), "-p", String(port), ...flags];
    const command = ["-c", guard, "guard", temporary ? folder : "", ...server];
    // In a session of its own, out of Ctrl-C's reach: whoever uses the server is to stop before it does.
    const options = { ...account, cwd: folder, env: { PATH: process.env.PATH }, detached: true };
    try {
      return { port, process: await startService("sh", command, /ready to accept connections/, options) };
    } catch (error) {
      // Somebody else may have taken the free port in the meantime.
      if (attempt === 3 || !String(error).includes("could not bind")) throw error;
    }
  }
}

/**
 * Runs a server as a child and interrupts it when standard input closes, which the kernel does when the process that
 * started this one is gone. Then it removes a folder, if it is given one; not after a server that failed. Passed as
 * an argument, since the account that runs it may not be allowed to read a file of this package.
 */
const guard = `
folder=$1
shift
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -INT "$server"; } 2>/dev/null &
watcher=$!
wait "$server" && [ -n "$folder" ] && rm -rf "$folder" 2>/dev/null
kill "$watcher" 2>/dev/null
`;
