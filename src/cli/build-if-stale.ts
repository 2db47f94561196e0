// Builds what a run needs, when its sources are no longer what was built.
import { existsSync } from "node:fs";
import type { BuildResult } from "../compiler/build.ts";
import { staleDags } from "../compiler/write/changed-sources.ts";
import { BuildError } from "../model/build-error.ts";
import { buildCommand } from "../model/command.ts";
import { dagsFolder, type Project } from "../model/project.ts";

/**
 * Whatever is wrong with other DAGs holds nobody up, and types are not checked: that is for `windsock build`.
 *
 * @param timeLimit milliseconds that evaluating one DAG module may take
 * @throws {BuildError} with what is wrong with the DAG
 * @throws {UserError} when there is no such DAG
 */
export async function buildIfStale(project: Project, dagId: string, timeLimit: number): Promise<void> {
  // What was built may be all that there is of a project.
  if (!existsSync(dagsFolder(project))) return;
  const { changed, missing, known } = await staleDags(project);
  const isFresh = known.has(dagId) && !changed.has(dagId);
  if (isFresh && missing.size === 0) return;
  // The compiler is loaded when there is something to build.
  const [{ ProjectBuilder }, { builtText }] = await Promise.all([
    import("../compiler/build.ts"),
    import("../compiler/built-text.ts"),
  ]);
  const builder = new ProjectBuilder(project, { timeLimit, note: console.error });
  const start = performance.now();
  // After a fresh clone, DAGs that this one triggers are wanted, too.
  const result = missing.size > 0 ? await builder.buildHealthy() : await builder.buildDag(dagId);
  checkBuilt(result, dagId);
  console.log(builtText(result, performance.now() - start));
}

function checkBuilt({ dags, problems }: BuildResult, dagId: string): void {
  if (problems.length === 0) return;
  if (!dags.some(({ model }) => model.dagId === dagId)) throw new BuildError(problems);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  console.error(`Other DAGs have ${count}: ${buildCommand} says which.`);
}
