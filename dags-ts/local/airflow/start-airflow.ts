// Starts the processes of an Airflow, waits until it works, and stops them all.
import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { type ServiceProcess, startService } from "../../../test/services/service-process.ts";
import { AirflowApi } from "./airflow-api.ts";
import { type AirflowLogin, type AirflowSettings, airflowVariables } from "./airflow-settings.ts";
import { airflowEnvironment, type PythonEnvironment } from "./environment.ts";

/** An Airflow that schedules and runs tasks. */
export interface RunningAirflow extends AirflowSettings {
  readonly url: string;
  /** Null where nobody is asked to log in. */
  readonly login: AirflowLogin | null;
  readonly api: AirflowApi;
  /** The environment of its processes, for commands that meet it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly python: PythonEnvironment;
  /** Stops all processes, tasks included. */
  stop(): Promise<void>;
}

/** One of its processes ended, or did not get ready. */
export class AirflowStartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "AirflowStartError";
  }
}

/** How long the slowest of machines may take. */
const patience = 180_000;

/**
 * Starts an Airflow whose metadata database is there and empty.
 *
 * @param signal gives up when it is aborted, and stops what was started
 * @throws {AirflowStartError} with the end of the log of the process at fault
 */
export async function startAirflow(
  settings: AirflowSettings,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunningAirflow> {
  const { version, home, port } = settings;
  await mkdir(path.join(home, "logs"), { recursive: true });
  const python = await airflowEnvironment(version);
  const variables = airflowVariables(settings, python);
  const url = `http://localhost:${port}`;
  const login = version.startsWith("2.")
    ? { username: "admin", password: randomBytes(9).toString("base64url") }
    : null;
  const command = (...args: string[]) =>
    execa(python.program("airflow"), args, { env: variables, extendEnv: false, all: true });
  await command("db", "migrate").catch(fail("airflow db migrate"));
  if (login) await command("users", "create", ...userOptions(login)).catch(fail("airflow users create"));
  const api = new AirflowApi(url, login);
  const services = await startComponents(settings, python, variables);
  const stop = async () => {
    await Promise.all(services.map((service) => service.stop()));
  };
  try {
    await api.untilHealthy(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
  } catch (error) {
    await stop();
    throw new AirflowStartError(`Airflow ${version} does not get ready.\n${await lastLines(home)}`, error);
  }
  return { ...settings, url, login, api, variables, python, stop };
}

function userOptions({ username, password }: AirflowLogin): string[] {
  const names = ["--firstname", "Admin", "--lastname", "Local", "--email", "admin@localhost"];
  return ["--role", "Admin", "--username", username, "--password", password, ...names];
}

function fail(command: string): (error: unknown) => never {
  return (error) => {
    const output = error instanceof Error && "all" in error ? String(error.all) : String(error);
    throw new AirflowStartError(`${command} failed:\n${output.slice(-2_000)}`, error);
  };
}

/** The command lines of an Airflow's processes, by the names of their log files. */
function components({ version, port, triggerer }: AirflowSettings): Record<string, readonly string[]> {
  // Logs are read from the same disk; their servers would listen on every network.
  const both = {
    scheduler: ["scheduler", "--skip-serve-logs"],
    ...(triggerer && { triggerer: ["triggerer", "--skip-serve-logs"] }),
  };
  if (version.startsWith("2.")) {
    return { webserver: ["webserver", "--hostname", "127.0.0.1", "--port", String(port)], ...both };
  }
  return {
    "api-server": ["api-server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
    "dag-processor": ["dag-processor"],
    ...both,
  };
}

function startComponents(
  settings: AirflowSettings,
  python: PythonEnvironment,
  env: Readonly<Record<string, string>>,
): Promise<ServiceProcess[]> {
  const guard = path.join(import.meta.dirname, "guard.py");
  const starts = Object.entries(components(settings)).map(([name, args]) =>
    startService(
      python.python,
      [guard, logFile(settings.home, name), python.program("airflow"), ...args],
      /started \d+/,
      // A session of its own: Ctrl-C is for the process that then stops this one.
      { env: { ...env }, cwd: settings.home, detached: true },
    ),
  );
  return Promise.all(starts);
}

function logFile(home: string, name: string): string {
  return path.join(home, `${name}.log`);
}

async function lastLines(home: string): Promise<string> {
  const names = ["api-server", "webserver", "scheduler", "dag-processor"];
  const texts = names.map(async (name) => {
    const text = await readFile(logFile(home, name), "utf8").catch(() => "");
    return text === "" ? "" : `--- ${logFile(home, name)}\n${text.slice(-1_500)}`;
  });
  return (await Promise.all(texts)).filter(Boolean).join("\n");
}
