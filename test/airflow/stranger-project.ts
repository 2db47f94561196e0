// A project of somebody else's: the built package is a copy in its node_modules, and knows nothing of this repository.
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, cp, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { TestProject } from "../compiler/test-project.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** A command that was started. */
export interface StartedCommand {
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
}

/**
 * Writes the project and installs the package.
 *
 * @param without packages that it does not have
 */
export async function createStrangerProject(
  files: Readonly<Record<string, string>>,
  without: readonly string[] = [],
): Promise<TestProject> {
  // Where no folder above has packages.
  const project = await TestProject.create(files, tmpdir());
  // As folders usually are, and PostgreSQL, which refuses to run as root, needs them.
  await chmod(project.folder, 0o755);
  const [from, to] = [path.join(repository, "node_modules"), path.join(project.folder, "node_modules")];
  await rm(to, { recursive: true });
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (!without.includes(name)) await symlink(path.join(from, name), path.join(to, name));
  }
  await rm(path.join(to, "windsock"), { force: true });
  for (const part of ["package.json", "dist"]) {
    await cp(path.join(repository, part), path.join(to, "windsock", part), { recursive: true });
  }
  return project;
}

/** Starts its `windsock` in a process group of its own, as a terminal does. */
export function startWindsock(
  project: TestProject,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): StartedCommand {
  const main = path.join(project.folder, "node_modules/windsock/dist/cli/main.js");
  return startCommand([main, ...args], { cwd: project.folder, env });
}

/** Starts a Node program in a process group of its own, as a terminal does. */
export function startCommand(
  args: readonly string[],
  { cwd, env = process.env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): StartedCommand {
  const child = spawn(process.execPath, args, { cwd, env: { ...env, NO_COLOR: "1" }, detached: true });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return { process: child, output: () => text };
}
