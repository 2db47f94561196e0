// Virtual environments for tests; without Python the tests that need one are skipped, but never in CI.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  airflowVersions,
  airflowEnvironment as shipped,
} from "../../src/airflow/environment/airflow-versions.ts";
import {
  lockedEnvironment,
  type PythonEnvironment,
  uvEnvironment,
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

/**
 * The folder of the Amazon provider and what it needs, for the PYTHONPATH of an Airflow, which has the rest. It is
 * installed once.
 *
 * @param python Airflow's own
 */
export function amazonPackages(python: string): Promise<string> {
  return packagesBeside(python, "test/python/amazon.txt");
}

/** As {@link amazonPackages}, of the Kubernetes provider. */
export function kubernetesPackages(python: string): Promise<string> {
  return packagesBeside(python, "test/python/kubernetes.txt");
}

/** As {@link amazonPackages}, of what the bench's Python peers of the reference pipeline import. */
export function backfillPackages(python: string): Promise<string> {
  return packagesBeside(python, "test/bench/peers/backfill.txt");
}

async function packagesBeside(python: string, lock: string): Promise<string> {
  const lockFile = path.join(repository, lock);
  const hash = createHash("sha256").update(await readFile(lockFile));
  const name = `${path.basename(lock, ".txt")}-${hash.digest("hex").slice(0, 12)}`;
  const folder = path.join(repository, "out/test", name);
  if (existsSync(folder)) return folder;
  const { program } = await uvEnvironment(repository);
  const target = `${folder}.${process.pid}`;
  const options = ["--quiet", "--python", python, "--target", target, "--no-deps", "--require-hashes"];
  await execa(program("uv"), ["pip", "install", ...options, "-r", lockFile]);
  await rename(target, folder);
  return folder;
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
