// Python environments in a project's folder, each with exactly the packages of a lock file.
import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { UserError } from "../../model/errors.ts";

/** A virtual environment. */
export interface PythonEnvironment {
  /** Its interpreter. */
  readonly python: string;
  /** The path of a program that a package of the environment installed, such as `ruff`. */
  program(name: string): string;
}

/** What an environment is made of. */
export interface LockedPackages {
  /** Where it goes, relative to the project's folder. */
  readonly folder: string;
  /** Its packages with their hashes, as `uv pip compile --generate-hashes` writes them. */
  readonly lockFile: string;
  /** The versions of Python it can be made with, such as `>=3.11,<3.13`. @default ">=3.11" */
  readonly pythons?: string;
}

const anyPython = ">=3.11";

/** There is no Python that fits, or it cannot be given its packages. */
class PythonEnvironmentError extends UserError {
  constructor({ folder, pythons = anyPython }: LockedPackages, cause: unknown) {
    super(`The Python environment ${folder} cannot be made. ${remedy(pythons, cause)}`, { cause });
    this.name = "PythonEnvironmentError";
  }
}

/** A Python file, or a lock file, that comes with this package. */
export function shippedPython(file: string): string {
  return path.resolve(import.meta.dirname, "../../python", file);
}

/** How an installation is watched. */
export interface InstallOptions {
  /** Hears what is done, a line at a time; nothing when there is nothing to do. */
  readonly tell?: (line: string) => void;
  /** Ends an installation under way; the next one begins anew. */
  readonly signal?: AbortSignal;
}

/**
 * Makes an environment in the project's folder when it is absent or its lock file has changed; any number of
 * processes may ask at once. uv does it, which installs ten times faster than pip and finds the right Python.
 *
 * @throws {PythonEnvironmentError}
 */
export function lockedEnvironment(
  project: string,
  packages: LockedPackages,
  options: InstallOptions = {},
): Promise<PythonEnvironment> {
  return ensured(project, packages, options, async (create) => {
    const { python, program } = await uvEnvironment(project, options);
    const what = path.basename(packages.lockFile, ".txt");
    options.tell?.(`Installing ${what} into ${packages.folder}: once, a minute or two`);
    await create(python, program("uv"), packages.pythons ?? anyPython);
  });
}

/** uv, in the project's `.airflow/uv`. @throws {PythonEnvironmentError} */
export function uvEnvironment(project: string, options: InstallOptions = {}): Promise<PythonEnvironment> {
  return ensured(project, uv, options, async (create) => {
    options.tell?.(`Installing uv into ${uv.folder}`);
    await create("python3");
  });
}

const uv: LockedPackages = { folder: ".airflow/uv", lockFile: shippedPython("requirements/uv.txt") };

/** Runs create-environment.py with a Python; the options are those that it adds to what it always needs. */
type Create = (python: string, ...options: readonly string[]) => Promise<void>;

const environments = new Map<string, Promise<PythonEnvironment>>();

function ensured(
  project: string,
  packages: LockedPackages,
  options: InstallOptions,
  install: (create: Create) => Promise<void>,
): Promise<PythonEnvironment> {
  const folder = path.join(project, packages.folder);
  const known = environments.get(folder) ?? ensure(project, packages, options, install);
  environments.set(folder, known);
  return known;
}

async function ensure(
  project: string,
  packages: LockedPackages,
  { tell, signal }: InstallOptions,
  install: (create: Create) => Promise<void>,
): Promise<PythonEnvironment> {
  const { folder: name, lockFile } = packages;
  const folder = path.join(project, name);
  const stamp = createHash("sha256")
    .update(await readFile(lockFile))
    .digest("hex");
  if (await isCurrent(folder, stamp)) return environmentIn(folder);
  const lock = path.join(project, ".airflow", `${path.basename(name)}.lock`);
  const script = [shippedPython("create-environment.py"), folder, lockFile, lock, stamp];
  await install(async (python, ...options) => {
    await execa(python, [...script, ...options], {
      stdin: "ignore",
      stderr: reporting(tell),
      // Not in Ctrl-C's reach: the signal says when to stop, and then it stops in order.
      ...(signal && { cancelSignal: signal, detached: true }),
    }).catch((error: unknown) => {
      throw new PythonEnvironmentError(packages, error);
    });
  });
  return environmentIn(folder);
}

function environmentIn(folder: string): PythonEnvironment {
  const program = (file: string) => path.join(folder, "bin", file);
  return { python: program("python"), program };
}

/** Its interpreter is a link, which an upgrade of the machine's Python may have broken. */
async function isCurrent(folder: string, stamp: string): Promise<boolean> {
  const found = await readFile(path.join(folder, "windsock-stamp"), "utf8").catch(() => null);
  const works = await access(environmentIn(folder).python).then(
    () => true,
    () => false,
  );
  return found === stamp && works;
}

/** Passes on how far uv is. The names of all packages are left out, and errors end up in the error. */
function reporting(tell?: (line: string) => void) {
  return {
    *transform(line: unknown) {
      if (/^\s*(Resolved|Download|Build|Built|Prepared|Installed)/.test(String(line)))
        tell?.(`  ${String(line).trim()}`);
      yield line;
    },
  };
}

function remedy(pythons: string, cause: unknown): string {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
    return "There is no python3 on the PATH: install Python 3.11 or later.";
  }
  const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
  const lines = (stderr || String(cause)).split("\n").slice(-5).join("\n");
  return `Python ${pythons} with venv, and access to a package index, are needed:\n${lines}`;
}
