// Finds the DAG modules of a project.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { BuildError } from "../../model/build-error.ts";
import { dagsFolder } from "../../model/project.ts";

/**
 * The DAG modules, relative to the project's folder and with forward slashes: every `.ts` directly in `dags-ts`.
 * Sub-folders hold what DAGs share.
 *
 * @throws {BuildError} when there is no such folder
 */
export async function discoverDagModules(projectFolder: string): Promise<string[]> {
  const folder = path.join(projectFolder, dagsFolder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    const message = `There is no folder ${dagsFolder} in ${projectFolder}. DAG modules belong there, one DAG each.`;
    throw new BuildError([{ message, position: null }]);
  });
  return entries
    .filter(({ name }) => name.endsWith(".ts") && !/\.(d|test|spec|test-d)\.ts$/.test(name))
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => `${dagsFolder}/${name}`)
    .sort();
}
