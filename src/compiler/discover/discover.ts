// Finds the DAG modules of a project.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { BuildError } from "../../model/build-error.ts";
import { initCommand } from "../../model/command.ts";
import type { Problem } from "../../model/problem.ts";
import { dagsFolder, type Project } from "../../model/project.ts";

/**
 * The DAG modules, relative to the project's folder and with forward slashes: every `.ts` directly in the
 * DAGs folder.
 * Sub-folders hold what DAGs share.
 *
 * @throws {BuildError} when there is no such folder, or a file has a name that cannot be told
 */
export async function discoverDagModules(project: Project): Promise<string[]> {
  const { dags } = project.settings;
  const entries = await readdir(dagsFolder(project), { withFileTypes: true }).catch(() => {
    const message = `There is no folder ${dags} in ${project.folder}. DAG modules belong there, one DAG each. A first one: ${initCommand}`;
    throw new BuildError([{ message, position: null }]);
  });
  const modules = entries
    .filter(({ name }) => name.endsWith(".ts") && !/\.(d|test|spec|test-d)\.ts$/.test(name))
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => path.posix.join(dags, name))
    .sort();
  const problems = modules.filter((file) => !isOneLine(file)).map(namedBadly);
  if (problems.length > 0) throw new BuildError(problems);
  return modules;
}

/** The name of a module stands in a comment of the Python file, and in what is told of it. */
function isOneLine(file: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u.test(file);
}

function namedBadly(file: string): Problem {
  const message =
    `The file ${JSON.stringify(file)} has a control character in its name, or bytes that are no text. ` +
    "Give it a name of usual characters.";
  return { message, position: null };
}
