// Reads the model of a built DAG; the first step of a local run.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { buildCommand } from "../../model/command.ts";
import { DagModel, modelVersion } from "../../model/dag/dag-model.ts";
import { orderTasks } from "../../model/dag/order-tasks.ts";
import { UserError } from "../../model/errors.ts";
import { generatedFolder, modelPath, type Project } from "../../model/project.ts";

/**
 * The model of a built DAG, its tasks ordered so that each comes after its upstream tasks.
 *
 * @throws {UserError} when it is not built, or was built by another version
 */
export function loadDag(project: Project, dagId: string): DagModel {
  const file = path.join(project.folder, generatedFolder, modelPath(dagId));
  const text = readModel(project, dagId, file);
  const dag = parseModel(file, text);
  const order = orderTasks(dag.tasks);
  if ("cycle" in order) {
    throw new UserError(
      `Tasks of DAG "${dagId}" wait for each other: ${order.cycle.join(" => ")}. Run \`${buildCommand}\`.`,
    );
  }
  return { ...dag, tasks: [...order.ordered] };
}

/** The models of all built DAGs, by their ids. */
export function loadDags(project: Project): DagModel[] {
  return builtDags(project).map((dagId) => loadDag(project, dagId));
}

/** Ids of the DAGs that are built, in alphabetical order. */
function builtDags(project: Project): string[] {
  const bundles = path.join(project.folder, generatedFolder, "bundles");
  try {
    return readdirSync(bundles, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

function readModel(project: Project, dagId: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const known = builtDags(project);
    const hint =
      known.length === 0
        ? `No DAG is built yet. Run \`${buildCommand}\` first.`
        : `The built DAGs are: ${known.join(", ")}. If it is new, run \`${buildCommand}\` first.`;
    throw new UserError(`DAG ${JSON.stringify(dagId)} is not built. ${hint}`, { cause });
  }
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
