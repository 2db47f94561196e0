// The Variables and connections of local runs.
import { type Environment, loadEnvironment } from "../model/connection/environment.ts";
import { readWrittenVariables } from "../model/connection/written-variables.ts";
import { dagsFolder, type Project } from "../model/project.ts";

/**
 * What the project's files and the process have, and what tasks of earlier runs have written.
 *
 * @throws {UserError} when one of the files is there and cannot be read
 */
export function localEnvironment(project: Project, env: NodeJS.ProcessEnv): Environment {
  const written = readWrittenVariables(project.folder);
  return loadEnvironment(project.folder, dagsFolder(project), env, written);
}
