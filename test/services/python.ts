// Virtual environments for tests; without Python the tests that need one are skipped, but never in CI.
import { execa } from "execa";
import {
  type AirflowVersion,
  airflowVersions,
  type oldestAirflow,
  type PythonEnvironment,
  airflowEnvironment as prepareAirflow,
  toolsEnvironment,
} from "../../dags-ts/local/airflow/environment.ts";

export type { PythonEnvironment };

/**
 * The tests' Python: ruff, uv and an S3-protocol server.
 *
 * @returns null, with a printed line, when Python or its packages cannot be had
 * @throws Error instead when `CI` is "true": there, a skipped test is a broken build
 */
export function pythonEnvironment(): Promise<PythonEnvironment | null> {
  return unlessMissing(toolsEnvironment());
}

/**
 * Airflow, of a version that is pinned.
 *
 * @param version the newest one by default
 * @returns null, with a printed line, when Python or its packages cannot be had
 * @throws Error instead when `CI` is "true"
 */
export function airflowEnvironment(
  version: AirflowVersion | typeof oldestAirflow = airflowVersions[0],
): Promise<PythonEnvironment | null> {
  return unlessMissing(prepareAirflow(version));
}

async function unlessMissing(environment: Promise<PythonEnvironment>): Promise<PythonEnvironment | null> {
  try {
    return await environment;
  } catch (error) {
    if (process.env.CI === "true") throw error;
    const [reason] = error instanceof Error ? error.message.split("\n") : [String(error)];
    console.warn(`Tests that need Python are skipped: ${reason}`);
    return null;
  }
}

/**
 * Any Python, for modules that need no packages.
 *
 * @returns null, with a printed line, when there is none on the PATH
 * @throws Error instead when `CI` is "true"
 */
export async function plainPython(): Promise<string | null> {
  const { failed } = await execa("python3", ["--version"], { reject: false });
  if (!failed) return "python3";
  if (process.env.CI === "true") throw new Error("There is no python3 on the PATH.");
  console.warn("Tests that need Python are skipped: there is no python3 on the PATH.");
  return null;
}
