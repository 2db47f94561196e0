// The Airflows that can be started here: which releases, and with which packages.
import {
  type InstallOptions,
  lockedEnvironment,
  type PythonEnvironment,
  shippedPython,
} from "./python-environment.ts";

/** The releases, the newest first; src/python/requirements pins their packages. */
export const airflowVersions = ["3.3", "2.11"] as const;

export type AirflowVersion = (typeof airflowVersions)[number];

/** The versions of Python that a release runs on, and its lock file was made for. */
const pythons: Readonly<Record<AirflowVersion, string>> = {
  "3.3": ">=3.11,<3.15",
  "2.11": ">=3.11,<3.13",
};

/** Whether it has the programs, settings and REST API of Airflow 2. */
export function isAirflow2(version: string): boolean {
  return version.startsWith("2.");
}

/**
 * Airflow in the project's `.airflow/<version>`, installed unless it is there.
 *
 * @throws {PythonEnvironmentError}
 */
export function airflowEnvironment(
  project: string,
  version: AirflowVersion,
  options?: InstallOptions,
): Promise<PythonEnvironment> {
  const lockFile = shippedPython(`requirements/airflow-${version}.txt`);
  const packages = { folder: `.airflow/${version}`, lockFile, pythons: pythons[version] };
  return lockedEnvironment(project, packages, options);
}
