// From DAG modules to the generated files, all in memory: discover, describe, validate, bundle, emit.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { DagModel } from "../model/dag-model.ts";
import { generatedFolder, modelPath, type Project } from "../model/project.ts";
import { BuildError } from "./build-error.ts";
import { bundleDagModules } from "./bundle-dag-modules.ts";
import { bundleTasks, type Files, type TaskToBundle } from "./bundle-tasks.ts";
import { type DescribedDag, describeDags } from "./describe-dags.ts";
import { discoverDagModules } from "./discover.ts";
import { dagFileName, emitPython } from "./emit-python.ts";
import { ignoreFile, manifestFile, supportFile } from "./emit-shared.ts";
import { SourceReader } from "./read-source.ts";
import { buildId, hashSources, type SourceHashes, sourcesOf } from "./source-hashes.ts";
import { validateProject } from "./validate-project.ts";

/** Everything that belongs in the generated folder. */
export interface Generated {
  readonly dags: readonly DagModel[];
  readonly files: Files;
}

/**
 * Generates the files of all DAGs, without writing them.
 *
 * @param timeLimit milliseconds that evaluating one DAG module may take
 * @throws {BuildError} with all the problems of all DAG modules
 */
export async function generate(project: Project, timeLimit: number): Promise<Generated> {
  const modules = await discoverDagModules(project.folder);
  const { described, inputs } = await describe(project.folder, modules, timeLimit);
  const reader = new SourceReader(project.folder, inputs);
  const sources = await hashSources(project.folder, inputs);
  const dags = described.map((dag) => joinSource(dag, reader, sourcesOf(dag.file, inputs, sources)));
  const output = path.join(project.folder, generatedFolder);
  const files = new Map(
    await bundleTasks(
      project.folder,
      output,
      dags.flatMap(({ tasks }) => tasks),
    ),
  );
  const shared = [await supportFile(project.name), ignoreFile(project.name), manifestFile(dags)];
  const own = dags.flatMap(({ file, build, model }): [string, string][] => [
    [dagFileName(model.dagId), emitPython({ projectName: project.name, file, build }, model)],
    [modelPath(model.dagId), `${JSON.stringify(model, null, 2)}\n`],
  ]);
  for (const [file, text] of [...shared, ...own]) files.set(file, Buffer.from(text));
  return { dags: dags.map(({ model }) => model), files };
}

async function describe(
  projectFolder: string,
  modules: readonly string[],
  timeLimit: number,
): Promise<{ described: readonly DescribedDag[]; inputs: Metafile["inputs"] }> {
  const cache = path.join(projectFolder, "node_modules", ".cache", "windsock");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, "describe-"));
  try {
    const bundled = await bundleDagModules(projectFolder, modules, folder);
    const { dags, problems } = await describeDags(projectFolder, bundled.modules, timeLimit);
    const all = [...bundled.problems, ...problems, ...validateProject(dags)];
    if (all.length > 0) throw new BuildError(all);
    return { described: dags, inputs: bundled.inputs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A DAG with all that its generated files need. */
interface SourcedDag {
  readonly file: string;
  readonly model: DagModel;
  readonly build: string;
  readonly sources: SourceHashes;
  readonly tasks: readonly TaskToBundle[];
}

/** Adds to the description what only the source says: doc comments, and where each task's code is. */
function joinSource({ file, model }: DescribedDag, reader: SourceReader, sources: SourceHashes): SourcedDag {
  const read = model.tasks.map((task) => ({ task, source: reader.task(task.position) }));
  const documented: DagModel = {
    ...model,
    doc: model.doc ?? reader.dagDoc(model),
    tasks: read.map(({ task, source }) => ({ ...task, doc: task.doc ?? source.doc })),
  };
  const build = buildId(sources);
  const tasks = documented.tasks.flatMap((task, index) =>
    task.kind === "empty"
      ? []
      : [
          {
            dagId: model.dagId,
            dagFile: file,
            task,
            code: read[index]?.source.code,
            params: model.params,
            build,
          },
        ],
  );
  return { file, model: documented, build, sources, tasks };
}
