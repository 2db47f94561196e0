// Virtual environments for tests; without Python the tests that need one are skipped, but never in CI.
import path from "node:path";
import { execa } from "execa";
import {
  airflowVersions,
  airflowEnvironment as shipped,
} from "../../src/airflow/environment/airflow-versions.ts";
import {
  lockedEnvironment,
  type PythonEnvironment,
} from "../../src/airflow/environment/python-environment.ts";
import { isMissing, skipTestsWithout } from "./missing-part.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** The oldest release that understands the DAG files; nobody but the tests runs it. */
export const oldestAirflow = "2.10";

/**
 * The tests' Python: ruff and an S3-protocol server.
 *
 * @returns null, as {@link skipTestsWithout} says, when Python or its packages cannot be had
 */
export function pythonEnvironment(): Promise<PythonEnvironment | null> {
  return unlessMissing(toolsEnvironment);
}

/** As {@link pythonEnvironment}. @throws {UserError} when Python or its packages cannot be had */
export function toolsEnvironment(): Promise<PythonEnvironment> {
  const lockFile = path.join(repository, "test/python/requirements.txt");
  return lockedEnvironment(repository, { folder: ".venv", lockFile });
}

/**
 * Airflow, of a version that is pinned.
 *
 * @param version the newest one by default
 * @returns null, as {@link skipTestsWithout} says, when Python or its packages cannot be had
 */
export function airflowEnvironment(
  version: (typeof airflowVersions)[number] | typeof oldestAirflow = airflowVersions[0],
): Promise<PythonEnvironment | null> {
  if (version !== oldestAirflow) return unlessMissing(() => shipped(repository, version));
  const lockFile = path.join(repository, "docker/requirements/airflow-2.10.txt");
  return unlessMissing(() =>
    lockedEnvironment(repository, { folder: ".airflow/2.10", lockFile, pythons: ">=3.11,<3.13" }),
  );
}

async function unlessMissing(prepare: () => Promise<PythonEnvironment>): Promise<PythonEnvironment | null> {
  if (isMissing("Python")) return null;
  try {
    return await prepare();
  } catch (error) {
    return skipTestsWithout("Python", error);
  }
}

/**
 * Any Python, for modules that need no packages.
 *
 * @returns null, as {@link skipTestsWithout} says, when there is none on the PATH
 */
export async function plainPython(): Promise<string | null> {
  const { failed } = await execa("python3", ["--version"], { reject: false });
  return failed ? skipTestsWithout("Python", new Error("there is no python3 on the PATH")) : "python3";
}
