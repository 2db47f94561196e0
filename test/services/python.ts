// Virtual environments for tests; without Python the tests that need one are skipped, but never in CI.
import {
  type AirflowVersion,
  airflowVersions,
  type oldestAirflow,
  type PythonEnvironment,
  airflowEnvironment as prepareAirflow,
  toolsEnvironment,
} from "../../dags-ts/local/airflow/environment.ts";
import { isMissing, skipTestsWithout } from "./missing-part.ts";

export type { PythonEnvironment };

/**
 * The tests' Python: ruff, uv and an S3-protocol server.
 *
 * @returns null, as {@link skipTestsWithout} says, when Python or its packages cannot be had
 */
export function pythonEnvironment(): Promise<PythonEnvironment | null> {
  return unlessMissing(toolsEnvironment);
}

/**
 * Airflow, of a version that is pinned.
 *
 * @param version the newest one by default
 * @returns null, as {@link skipTestsWithout} says, when Python or its packages cannot be had
 */
export function airflowEnvironment(
  version: AirflowVersion | typeof oldestAirflow = airflowVersions[0],
): Promise<PythonEnvironment | null> {
  return unlessMissing(() => prepareAirflow(version));
}

async function unlessMissing(prepare: () => Promise<PythonEnvironment>): Promise<PythonEnvironment | null> {
  if (isMissing("Python")) return null;
  try {
    return await prepare();
  } catch (error) {
    return skipTestsWithout("Python", error);
  }
}
