// Finds the module that makes a DAG: the one of the last build, or else by looking at all of them.
import path from "node:path";
import { BuildError } from "../model/build-error.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { UserError } from "../model/errors.ts";
import { generatedFolder, type Project } from "../model/project.ts";
import type { Describer } from "./describe/describe-dags.ts";
import { describeModules } from "./describe-modules.ts";
import { discoverDagModules } from "./discover/discover.ts";
import { manifestOf } from "./write/changed-sources.ts";

/** Where the DAG was made when it was built last, or the module that is called like it; undefined when there is none. */
export async function likelyModuleOf(project: Project, dagId: string): Promise<string | undefined> {
  const manifest = await manifestOf(generatedFolder(project));
  const last = Object.hasOwn(manifest, dagId) ? manifest[dagId]?.file : undefined;
  const modules = await discoverDagModules(project);
  return (
    modules.find((module) => module === last) ?? modules.find((module) => words(module) === words(dagId))
  );
}

/** Letters and digits alone: `daily-listings.ts` may make `daily_listings`. */
function words(name: string): string {
  return path
    .basename(name, ".ts")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Where the DAG is made now.
 *
 * @throws {BuildError} when no module makes it, with the problems of those that make nothing
 * @throws {UserError} when no module makes it, and all of them are fine
 */
export async function moduleOf(project: Project, dagId: string, describer: Describer): Promise<string> {
  const modules = await discoverDagModules(project);
  const { dags, problems } = await describeModules(project, modules, describer);
  const dag = dags.find(({ model }) => model.dagId === dagId);
  if (dag) return dag.file;
  if (problems.length > 0) throw new BuildError(problems);
  const ids = dags.map(({ model }) => model.dagId);
  const known =
    ids.length === 0 ? "There are none." : `${didYouMean(dagId, ids)}The DAGs are: ${ids.join(", ")}.`;
  throw new UserError(`No module makes DAG ${JSON.stringify(dagId)}. ${known}`);
}
