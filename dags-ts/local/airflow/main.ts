// `npm run airflow`: the reference pipeline in a real Airflow on this machine, until Ctrl-C.
import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import pc from "picocolors";
import { checkPort, PortTakenError } from "./check-port.ts";
import { type CommandLine, readCommandLine, UsageError } from "./command-line.ts";
import { airflowEnvironment, PythonEnvironmentError } from "./environment.ts";
import { configurePipeline, startPipelineServices } from "./pipeline-services.ts";
import { AirflowStartError, type RunningAirflow, startAirflow } from "./start-airflow.ts";
import { watchRuns } from "./watch-runs.ts";

const project = path.resolve(import.meta.dirname, "../../..");
const stopped = new AbortController();

/** What is to be stopped, the last one first. */
const running: { stop(): Promise<void> }[] = [];

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopped.abort(new Error(signal)));
}

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options) await run(options);
} catch (error) {
  if (!stopped.signal.aborted) report(error);
} finally {
  if (stopped.signal.aborted) console.log("\nStopping ...");
  for (const each of running.reverse()) await each.stop();
}

async function run(options: CommandLine): Promise<void> {
  const { version, port } = options;
  await checkPort(port);
  const home = path.join(project, "out/airflow", port === 8080 ? version : `${version}-${port}`);
  await step(`Preparing Airflow ${version} (the first time takes a minute)`, () =>
    airflowEnvironment(version),
  );
  await step("Compiling the DAGs", build);
  await rm(home, { recursive: true, force: true });
  const services = await step("Starting an S3 server with the sample data, and a warehouse", () =>
    startPipelineServices(path.join(project, "out/airflow/object-store")),
  );
  running.push(services);
  const settings = {
    version,
    home,
    dagsFolder: path.join(project, "generated"),
    port,
    database: services.metadata,
    triggerer: true,
  };
  const airflow = await step("Starting Airflow", () => startAirflow(settings, stopped.signal));
  running.push(airflow);
  await configurePipeline(airflow.api, services);
  console.log(introduction(airflow));
  await Promise.race([watchRuns(airflow.api, tell, stopped.signal), once(stopped.signal, "abort")]);
}

async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  stopped.signal.throwIfAborted();
  console.log(`${title} ...`);
  const result = await work();
  if (stopped.signal.aborted && isService(result)) await result.stop();
  stopped.signal.throwIfAborted();
  return result;
}

function isService(value: unknown): value is { stop(): Promise<void> } {
  return typeof value === "object" && value !== null && "stop" in value;
}

async function build(): Promise<void> {
  const { exitCode } = await execa("node", ["dist/cli/main.js", "build"], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
    reject: false,
  });
  if (exitCode !== 0) throw new AirflowStartError("The DAGs do not compile: see above.");
}

function introduction({ url, login, home }: RunningAirflow): string {
  const rows = [
    ["Web UI", url],
    ["Log in", login ? `${login.username} / ${login.password}` : "nothing to do: this machine is trusted"],
    ["Start", "unpause user-s3-to-redshift: 23 runs, one for each day"],
    ["Logs", path.relative(process.cwd(), home)],
    ["Changes", "npm run build:dags in another terminal; Airflow reads the DAGs again within 15 s"],
    ["Stop", "Ctrl-C; the next start begins anew"],
  ];
  const lines = rows.map(([name = "", text]) => `  ${pc.bold(name.padEnd(8))} ${text}`);
  return `\n${lines.join("\n")}\n`;
}

function tell(line: string): void {
  const state = line.includes("success") ? pc.green(line) : /fail|retry/.test(line) ? pc.red(line) : line;
  console.log(`${pc.dim(new Date().toTimeString().slice(0, 8))} ${state}`);
}

function report(error: unknown): void {
  const known = [UsageError, PortTakenError, PythonEnvironmentError, AirflowStartError];
  console.error(known.some((type) => error instanceof type) ? (error as Error).message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
