// `windsock init`: makes a project that builds, runs and tests, or adds to one what it lacks.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import pc from "picocolors";
import { type InitOptions, initProject } from "../init/init-project.ts";
import { installPackages } from "../init/install.ts";
import {
  detectPackageManager,
  inWordsOf,
  isPackageManager,
  type PackageManager,
  packageManagers,
} from "../init/package-manager.ts";
import { packageNameProblem } from "../init/package-name.ts";
import { UsageError } from "../model/errors.ts";
import { exitCodes } from "../model/run/task-protocol.ts";
import { shellWord } from "../system/shell-word.ts";
import { type Options, text } from "./options.ts";

/** @returns the exit code */
export async function initCommand(given: string | undefined, options: Options): Promise<number> {
  const name = packageName(options);
  const chosen = packageManager(options);
  const place = given ?? (await askForFolder(options));
  if (place === null) return exitCodes.interrupted;
  const folder = path.resolve(place);
  const manager = chosen ?? detectPackageManager(folder, process.env.npm_config_user_agent);
  const commands = writeFiles({ folder, name, manager });
  const install = options.install !== false;
  if (install) {
    console.log(`\n${manager} install`);
    await installPackages(folder, manager);
  }
  const there = path.relative(process.cwd(), folder);
  const steps = [...(there === "" ? [] : [`cd ${shellWord(there)}`]), ...(install ? [] : ["npm install"])];
  console.log(`\n${pc.green("ready")} What to do next:\n`);
  for (const step of [...steps, ...commands]) console.log(`  ${inWordsOf(manager, step)}`);
  return exitCodes.done;
}

/** Says what becomes of each file as it does. @returns the commands of the project */
function writeFiles(options: InitOptions): readonly string[] {
  const files = initProject(options);
  for (;;) {
    const { done, value } = files.next();
    if (done) return value;
    const { kind, file, note } = value;
    console.log(`  ${kind.padEnd(8)} ${file}${note === undefined ? "" : pc.dim(` (${note})`)}`);
  }
}

/** The current folder where nobody is there to answer, or no other can be meant. Null when asking was interrupted. */
async function askForFolder(options: Options): Promise<string | null> {
  const { stdin, stdout, env } = process;
  const isSomebodyThere = stdin.isTTY && stdout.isTTY && !options.yes && !env.CI;
  if (!isSomebodyThere || existsSync("package.json") || isEmpty(process.cwd())) return ".";
  const lines = createInterface({ input: stdin, output: stdout });
  const closed = new AbortController();
  lines.once("close", () => closed.abort());
  try {
    const question = "This folder is not empty. Folder of the project (Enter for this one): ";
    return (await lines.question(question, { signal: closed.signal })).trim() || ".";
  } catch (error) {
    if (closed.signal.aborted) return null;
    throw error;
  } finally {
    lines.close();
  }
}

function isEmpty(folder: string): boolean {
  return readdirSync(folder).every((entry) => entry === ".git");
}

function packageName(options: Options): string | undefined {
  const name = text(options, "name");
  const problem = name === undefined ? null : packageNameProblem(name);
  if (problem === null) return name;
  throw new UsageError(`--name ${name} cannot be: ${problem}. Write for example --name my-pipelines.`);
}

function packageManager(options: Options): PackageManager | undefined {
  const manager = text(options, "packageManager");
  if (manager === undefined || isPackageManager(manager)) return manager;
  throw new UsageError(`--package-manager ${manager} is not one of ${packageManagers.join(", ")}.`);
}
