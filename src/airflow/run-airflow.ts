// A project's DAGs in a real Airflow on this machine, with all they need, until somebody stops it.
import { rm } from "node:fs/promises";
import path from "node:path";
import pc from "picocolors";
import { acquireLock } from "../local/memory/lock.ts";
import { OutFolder } from "../local/memory/out-folder.ts";
import { listenForStop } from "../local/stop-signals.ts";
import { loadEnvironment } from "../model/connection/environment.ts";
import { dagsFolder, generatedFolder, type Project } from "../model/project.ts";
import { untilAborted } from "../system/until-aborted.ts";
import { watchRuns } from "./api/watch-runs.ts";
import { type AirflowVersion, airflowEnvironment } from "./environment/airflow-versions.ts";
import { postgresBinaries } from "./postgres/postgres-binaries.ts";
import { superuser } from "./postgres/postgres-process.ts";
import { ProjectServer } from "./postgres/project-server.ts";
import { handedOn, type ReplacedWarehouse, replacedWarehouses } from "./project-values.ts";
import { type RunningAirflow, startAirflow } from "./start/start-airflow.ts";

export interface AirflowOptions {
  /** Its DAGs are built. */
  readonly project: Project;
  readonly version: AirflowVersion;
  /** Of the web UI, on this machine; free. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/** Something that runs, and is stopped in the end. */
interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Installs Airflow unless it is there, starts it, and tells what it does.
 *
 * @returns the exit code, when a signal has ended it
 * @throws {UserError} when something is missing, does not start, or ends by itself
 */
export async function runAirflow(options: AirflowOptions): Promise<number> {
  const folder = path.join(new OutFolder(options.project).folder, "airflow");
  const unlock = acquireLock(path.join(folder, "windsock.lock"));
  const stop = listenForStop();
  const running: Stoppable[] = [];
  try {
    await run(options, folder, stop.signal, running);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    if (stop.signal.aborted) options.print("\nStopping ...");
    // The last one first: Airflow uses the server.
    for (const each of running.reverse()) await each.stop();
    stop.close();
    unlock();
  }
  return stop.exitCode() ?? 0;
}

async function run(
  { project, version, port, env, print }: AirflowOptions,
  folder: string,
  signal: AbortSignal,
  running: Stoppable[],
): Promise<void> {
  const environment = loadEnvironment(project.folder, dagsFolder(project), env);
  const warehouses = replacedWarehouses(project, environment);
  const binaries = await postgresBinaries(project.folder);
  const python = await airflowEnvironment(project.folder, version, { tell: print, signal });
  signal.throwIfAborted();

  print("Starting PostgreSQL");
  const server = await ProjectServer.start(binaries, path.join(folder, "postgres"));
  running.push(server);
  const metadata = `airflow_${version.replace(".", "_")}`;
  await server.renewDatabase(metadata);
  for (const { database } of warehouses) await server.ensureDatabase(database);
  signal.throwIfAborted();

  print(`Starting Airflow ${version}`);
  const home = path.join(folder, version);
  await rm(home, { recursive: true, force: true });
  const settings = {
    version,
    home,
    dagsFolder: generatedFolder(project),
    port,
    database: server.url(metadata),
    triggerer: true,
  };
  const instead = new Map(
    warehouses.map(({ connId, database }) => [connId, server.connection(connId, database)]),
  );
  const airflow = await startAirflow({ ...settings, env: handedOn(environment, instead) }, python, signal);
  running.push(airflow);

  print(introduction(airflow, server, warehouses));
  const watching = watchRuns(airflow.api, (line) => print(inColour(line)), signal);
  await untilAborted(Promise.race([watching, airflow.broken, server.broken]), signal);
}

/** The one place where the password of the web UI is told. */
function introduction(
  { url, login, home }: RunningAirflow,
  server: ProjectServer,
  warehouses: readonly ReplacedWarehouse[],
): string {
  const place = (folder: string) => path.relative(process.cwd(), folder) || ".";
  const tables = warehouses.map(({ connId, folder, database }) => [
    "Tables",
    `of ${connId}: database ${database} at 127.0.0.1:${server.port}, user ${superuser}, ` +
      `password in ${place(server.passwordFile)}; those of the embedded ${folder} are not copied`,
  ]);
  const rows = [
    ["Web UI", url],
    ["Log in", `${login.username} / ${login.password}`],
    ["Start", "unpause a DAG in the web UI, or trigger it"],
    ...tables,
    ["Logs", place(home)],
    ["Changes", "npx windsock build, in another terminal; Airflow reads the DAGs again within 15 s"],
    ["Stop", "Ctrl-C; the next start begins with a new history, and keeps the tables"],
  ];
  return `\n${rows.map(([name = "", text]) => `  ${pc.bold(name.padEnd(8))} ${text}`).join("\n")}\n`;
}

function inColour(line: string): string {
  const state = line.includes("success") ? pc.green(line) : /fail|retry/.test(line) ? pc.red(line) : line;
  return `${pc.dim(new Date().toTimeString().slice(0, 8))} ${state}`;
}
