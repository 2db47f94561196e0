// Reads the model of a built DAG; the first step of a local run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { buildCommand } from "../../model/command.ts";
import { DagModel, modelVersion } from "../../model/dag/dag-model.ts";
import { orderTasks } from "../../model/dag/order-tasks.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { UserError } from "../../model/errors.ts";
import { bundlesFolder, generatedFolder, modelName, modelPath, type Project } from "../../model/project.ts";

/** Said where there is nothing to look at. */
export const noDagBuilt = `No DAG is built yet. Run \`${buildCommand}\` first.`;

/**
 * The model of a built DAG, its tasks ordered so that each comes after its upstream tasks.
 *
 * @throws {UserError} when it is not built, or was built by another version
 */
export function loadDag(project: Project, dagId: string): DagModel {
  const file = path.join(generatedFolder(project), modelPath(dagId));
  if (!existsSync(file)) throw notBuilt(project, dagId);
  return readModel(file);
}

/** The models of all built DAGs, in the order of their ids. */
export function loadDags(project: Project): DagModel[] {
  return modelFiles(project)
    .map(readModel)
    .sort((a, b) => (a.dagId < b.dagId ? -1 : 1));
}

/** The models of the DAGs that are built. A folder without one is no DAG's. */
function modelFiles(project: Project): string[] {
  const bundles = path.join(generatedFolder(project), bundlesFolder);
  if (!existsSync(bundles)) return [];
  return readdirSync(bundles)
    .map((folder) => path.join(bundles, folder, modelName))
    .filter((file) => existsSync(file));
}

function readModel(file: string): DagModel {
  const dag = parseModel(file, readFileSync(file, "utf8"));
  const order = orderTasks(dag.tasks);
  if ("cycle" in order) {
    throw new UserError(
      `Tasks of DAG "${dag.dagId}" wait for each other: ${order.cycle.join(" => ")}. Run \`${buildCommand}\`.`,
    );
  }
  return { ...dag, tasks: [...order.ordered] };
}

function notBuilt(project: Project, dagId: string): UserError {
  const known = loadDags(project).map((dag) => dag.dagId);
  const hint =
    known.length === 0
      ? noDagBuilt
      : `${didYouMean(dagId, known)}The built DAGs are: ${known.join(", ")}. If it is new, run \`${buildCommand}\` first.`;
  return new UserError(`DAG ${JSON.stringify(dagId)} is not built. ${hint}`);
}

function parseModel(file: string, text: string): DagModel {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${file} is not valid JSON. Run \`${buildCommand}\` to write it again.`, { cause });
  }
  const version = z.object({ modelVersion: z.number() }).safeParse(json);
  if (version.success && version.data.modelVersion !== modelVersion) {
    throw new UserError(
      `${file} has model version ${version.data.modelVersion}, and this windsock reads version ` +
        `${modelVersion}. Run \`${buildCommand}\` to write it again.`,
    );
  }
  const model = DagModel.safeParse(json);
  if (model.success) return model.data;
  throw new UserError(
    `${file} is not a DAG model:\n${z.prettifyError(model.error)}\nRun \`${buildCommand}\` to write it again.`,
  );
}
