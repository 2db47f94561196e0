// Virtual environments for tests, inside the project's folder: the tests' own Python, and Airflow.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";

const projectFolder = path.resolve(import.meta.dirname, "../..");

/** A virtual environment with exactly the packages of its lock file. */
export interface PythonEnvironment {
  /** Its interpreter. */
  readonly python: string;
  /** The path of a program that a package of the environment installed, such as `ruff`. */
  program(name: string): string;
}

const environments = new Map<string, Promise<PythonEnvironment | null>>();

/**
 * The tests' Python: ruff, uv and an S3-protocol server. Created when it is absent or its lock file has changed;
 * any number of test files may ask at once.
 *
 * @returns null, with a printed line, when Python or its packages cannot be had
 * @throws Error instead when `CI` is "true": there, a skipped test is a broken build
 */
export function pythonEnvironment(): Promise<PythonEnvironment | null> {
  return environment(".venv", "test/python/requirements.txt");
}

/**
 * Airflow, of the one version that is pinned.
 *
 * @returns null, with a printed line, when Python or its packages cannot be had
 * @throws Error instead when `CI` is "true"
 */
export async function airflowEnvironment(): Promise<PythonEnvironment | null> {
  const tools = await pythonEnvironment();
  return tools && environment(".airflow/3.3", "docker/requirements/airflow-3.3.txt", tools.program("uv"));
}

function environment(folder: string, requirements: string, uv?: string): Promise<PythonEnvironment | null> {
  const known = environments.get(folder) ?? prepare(folder, requirements, uv);
  environments.set(folder, known);
  return known;
}

async function prepare(
  name: string,
  requirements: string,
  uv: string | undefined,
): Promise<PythonEnvironment | null> {
  const folder = path.join(projectFolder, name);
  const lockFile = path.join(projectFolder, requirements);
  try {
    const stamp = createHash("sha256")
      .update(await readFile(lockFile))
      .digest("hex");
    if ((await stampOf(folder)) !== stamp) await create(folder, lockFile, stamp, uv);
  } catch (error) {
    if (process.env.CI === "true") throw error;
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    console.warn(`Tests that need Python (${name}) are skipped: ${reason}`);
    return null;
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
