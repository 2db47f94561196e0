// Python environments inside the project's folder: the tools' own, and one for each pinned Airflow.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";

const projectFolder = path.resolve(import.meta.dirname, "../../..");

/** The releases of Airflow that run here, the newest first; docker/requirements pins their packages. */
export const airflowVersions = ["3.3", "2.11"] as const;

export type AirflowVersion = (typeof airflowVersions)[number];

/** The oldest release that understands the DAG files, for tests. */
export const oldestAirflow = "2.10";

/** A virtual environment with exactly the packages of its lock file. */
export interface PythonEnvironment {
  /** Its interpreter. */
  readonly python: string;
  /** The path of a program that a package of the environment installed, such as `ruff`. */
  program(name: string): string;
}

/** There is no Python, or it cannot be given its packages. */
export class PythonEnvironmentError extends Error {
  constructor(folder: string, cause: unknown) {
    super(`The Python environment ${folder} cannot be made. ${remedy(cause)}`, { cause });
    this.name = "PythonEnvironmentError";
  }
}

const environments = new Map<string, Promise<PythonEnvironment>>();

/**
 * The project's Python tools: uv, ruff and an S3-protocol server. Created when it is absent or its lock file
 * has changed; any number of processes may ask at once.
 *
 * @throws {PythonEnvironmentError}
 */
export function toolsEnvironment(): Promise<PythonEnvironment> {
  return environment(".venv", "test/python/requirements.txt");
}

/**
 * Airflow, of a pinned version, created as the tools are.
 *
 * @throws {PythonEnvironmentError}
 */
export async function airflowEnvironment(
  version: AirflowVersion | typeof oldestAirflow,
): Promise<PythonEnvironment> {
  return lockedEnvironment(`.airflow/${version}`, `docker/requirements/airflow-${version}.txt`);
}

/**
 * The packages of a lock file, created as the tools are.
 *
 * @param folder where it goes, relative to the project's folder
 * @param requirements its lock file, relative to the project's folder
 * @throws {PythonEnvironmentError}
 */
export async function lockedEnvironment(folder: string, requirements: string): Promise<PythonEnvironment> {
  const tools = await toolsEnvironment();
  return environment(folder, requirements, tools.program("uv"));
}

function environment(folder: string, requirements: string, uv?: string): Promise<PythonEnvironment> {
  const known = environments.get(folder) ?? prepare(folder, requirements, uv);
  environments.set(folder, known);
  return known;
}

async function prepare(
  name: string,
  requirements: string,
  uv: string | undefined,
): Promise<PythonEnvironment> {
  const folder = path.join(projectFolder, name);
  const lockFile = path.join(projectFolder, requirements);
  const stamp = createHash("sha256")
    .update(await readFile(lockFile))
    .digest("hex");
  if ((await stampOf(folder)) !== stamp) {
    await create(folder, lockFile, stamp, uv).catch((error: unknown) => {
      throw new PythonEnvironmentError(name, error);
    });
  }
  const program = (file: string) => path.join(folder, "bin", file);
  return { python: program("python"), program };
}

async function stampOf(folder: string): Promise<string | null> {
  return readFile(path.join(folder, "windsock-stamp"), "utf8").catch(() => null);
}

async function create(
  folder: string,
  lockFile: string,
  stamp: string,
  uv: string | undefined,
): Promise<void> {
  const script = path.join(import.meta.dirname, "create-environment.py");
  const lock = path.join(projectFolder, "out", `${path.basename(folder)}.lock`);
  await execa("python3", [script, folder, lockFile, lock, stamp, ...(uv ? [uv] : [])]);
}

function remedy(cause: unknown): string {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
    return "There is no python3 on the PATH: install Python 3.11 or later.";
  }
  const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
  const lines = (stderr || String(cause)).split("\n").slice(-5).join("\n");
  return `Python 3.11 or later with venv, and access to a package index, are needed:\n${lines}`;
}
