// Starts the processes of an Airflow, waits until it works, and stops them all.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa, type ResultPromise } from "execa";
import { UserError } from "../../model/errors.ts";
import { awaitedLater } from "../../system/awaited-later.ts";
import { type ServiceProcess, startService } from "../../system/service-process.ts";
import { AirflowApi, type AirflowLogin } from "../api/airflow-api.ts";
import { isAirflow2 } from "../environment/airflow-versions.ts";
import { type PythonEnvironment, shippedPython } from "../environment/python-environment.ts";
import { type AirflowSettings, airflowVariables, passwordFile } from "./airflow-settings.ts";

/** An Airflow that schedules and runs tasks. */
export interface RunningAirflow extends AirflowSettings {
  readonly url: string;
  readonly login: AirflowLogin;
  readonly api: AirflowApi;
  /** The environment of its processes, for commands that meet it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly python: PythonEnvironment;
  /** Fails with {@link AirflowStartError} when one of its processes ends by itself. */
  readonly broken: Promise<never>;
  /** Stops all processes, tasks included. */
  stop(): Promise<void>;
}

/** One of its processes ended, or did not get ready. */
class AirflowStartError extends UserError {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "AirflowStartError";
  }
}

/** How long the slowest of machines may take, in milliseconds. */
const patience = 180_000;

/**
 * Starts an Airflow.
 *
 * @param signal gives up when it is aborted, and stops what was started
 * @throws {AirflowStartError} with the end of the log of the process at fault
 */
export async function startAirflow(
  settings: AirflowSettings,
  python: PythonEnvironment,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunningAirflow> {
  const { version, home, port } = settings;
  await mkdir(path.join(home, "logs"), { recursive: true });
  const login = { username: "admin", password: randomBytes(9).toString("base64url") };
  const variables = airflowVariables(settings, python, login);
  await prepareDatabase(settings, login, (args, input) =>
    execa(python.python, args, { env: variables, extendEnv: false, all: true, input, cancelSignal: signal }),
  );
  const url = `http://localhost:${port}`;
  const api = new AirflowApi(url, version, login);
  const services = new Map<string, ServiceProcess>();
  const stop = async () => {
    await Promise.all([...services.values()].map((service) => service.stop()));
  };
  const waiting = new AbortController();
  try {
    for (const [name, args] of Object.entries(components(settings))) {
      services.set(name, await startComponent(settings, python, variables, name, args));
    }
    const broken = awaitedLater(firstEnd(settings, services));
    const limits = [signal, waiting.signal, AbortSignal.timeout(patience)];
    await Promise.race([api.untilHealthy(AbortSignal.any(limits)), broken]);
    return { ...settings, url, login, api, variables, python, broken, stop };
  } catch (error) {
    waiting.abort();
    await stop();
    if (error instanceof AirflowStartError) throw error;
    throw new AirflowStartError(`Airflow ${version} does not get ready.\n${await lastLines(home)}`, error);
  }
}

/** Makes Airflow's tables, and the user who logs in. The password is in no process's arguments. */
async function prepareDatabase(
  settings: AirflowSettings,
  login: AirflowLogin,
  run: (args: readonly string[], input: string) => ResultPromise<{ all: true }>,
): Promise<void> {
  await run(["-m", "airflow", "db", "migrate"], "").catch(fail("airflow db migrate"));
  if (isAirflow2(settings.version)) {
    const script = shippedPython("create-admin.py");
    await run([script, login.username], login.password).catch(fail("Creating the admin"));
  } else {
    const passwords = JSON.stringify({ [login.username]: login.password });
    await writeFile(passwordFile(settings), passwords, { mode: 0o600 });
  }
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
  if (isAirflow2(version)) {
    return { webserver: ["webserver", "--hostname", "127.0.0.1", "--port", String(port)], ...both };
  }
  return {
    "api-server": ["api-server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
    "dag-processor": ["dag-processor"],
    ...both,
  };
}

function startComponent(
  { home }: AirflowSettings,
  python: PythonEnvironment,
  env: Readonly<Record<string, string>>,
  name: string,
  args: readonly string[],
): Promise<ServiceProcess> {
  // Airflow as a module: the first line of its program has no room for every path of an interpreter.
  const command = [shippedPython("guard.py"), logFile(home, name), python.python, "-m", "airflow", ...args];
  // In a session of its own: Ctrl-C is for the process that then stops this one.
  return startService(python.python, command, /started \d+/, { env: { ...env }, cwd: home, detached: true });
}

async function firstEnd(
  { home }: AirflowSettings,
  services: ReadonlyMap<string, ServiceProcess>,
): Promise<never> {
  const ends = [...services].map(([name, { ended }]) => ended.then(() => name));
  const name = await Promise.race(ends);
  throw new AirflowStartError(`Airflow's ${name} has ended.\n${await lastLines(home, [name])}`);
}

function logFile(home: string, name: string): string {
  return path.join(home, `${name}.log`);
}

async function lastLines(
  home: string,
  names: readonly string[] = ["api-server", "webserver", "scheduler", "dag-processor"],
): Promise<string> {
  const texts = names.map(async (name) => {
    const text = await readFile(logFile(home, name), "utf8").catch(() => "");
    return text === "" ? "" : `--- ${logFile(home, name)}\n${text.slice(-1_500)}`;
  });
  return (await Promise.all(texts)).filter(Boolean).join("\n");
}
