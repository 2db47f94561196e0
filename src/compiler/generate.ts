// From DAG modules to the generated files, all in memory: discover, describe, validate, bundle, emit.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, mkdir } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { DagModel } from "../model/dag-model.ts";
import type { Problem } from "../model/problem.ts";
import { generatedFolder, modelPath, type Project } from "../model/project.ts";
import { validateDag } from "../model/validate-dag.ts";
import { BuildError } from "./build-error.ts";
import { bundleDagModules } from "./bundle-dag-modules.ts";
import { bundleTasks, type Files, type TaskToBundle } from "./bundle-tasks.ts";
import { type DescribedDag, describeDags } from "./describe-dags.ts";
import { discoverDagModules } from "./discover.ts";
import { dagFileName, emitPython } from "./emit-python.ts";
import { ignoreFile, manifest, supportFile } from "./emit-shared.ts";
import { SourceReader } from "./read-source.ts";
import { sourcesOf } from "./sources-of.ts";

export interface GenerateOptions {
  /** Milliseconds that evaluating one DAG module may take. */
  readonly timeLimit: number;
}

export interface Generated {
  readonly dags: readonly DagModel[];
  readonly files: Files;
}

/**
 * Everything that belongs in the generated folder.
 *
 * @throws {BuildError} with all the problems of all DAG modules
 */
export async function generate(project: Project, { timeLimit }: GenerateOptions): Promise<Generated> {
  const modules = await discoverDagModules(project.folder);
  const { described, inputs } = await describe(project.folder, modules, timeLimit);
  const reader = new SourceReader(project.folder, inputs);
  const sources = await hashSources(project.folder, Object.keys(inputs));
  const dags = described.map((dag) => withSource(dag, reader, inputs, sources));
  const bundles = await bundleTasks(
    project.folder,
    path.join(project.folder, generatedFolder),
    dags.flatMap(({ tasks }) => tasks),
  );
  const files = new Map(bundles);
  const add = (file: string, text: string) => files.set(file, Buffer.from(text));
  for (const { file, model } of dags) {
    add(dagFileName(model.dagId), emitPython(project.name, file, model));
    add(modelPath(model.dagId), `${JSON.stringify(model, null, 2)}\n`);
  }
  for (const [file, text] of [await supportFile(project.name), ignoreFile(project.name), manifest(dags)]) {
    add(file, text);
  }
  return { dags: dags.map(({ model }) => model), files };
}
