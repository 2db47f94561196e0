// Joins what evaluating a DAG module says with what its source says: all that the DAG's generated files need.
import path from "node:path";
import type { Metafile } from "esbuild";
import { eventSchemas } from "../model/dag/dag-description.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { codeOfTask } from "../model/dag/task-model.ts";
import { modelPath, type Project } from "../model/project.ts";
import type { Program } from "./bundle/bundle-programs.ts";
import { callbackProgram } from "./bundle/callback-program.ts";
import { programBuilds } from "./bundle/program-build.ts";
import type { SourceReader } from "./bundle/read-source.ts";
import { buildId, filesReachedFrom, hashesOf, type SourceHashes } from "./bundle/source-hashes.ts";
import { taskProgram } from "./bundle/task-program.ts";
import type { DescribedDag } from "./describe/describe-dags.ts";
import type { Externals } from "./externals/external.ts";
import { reachedExternals } from "./externals/find-externals.ts";
import { type PackageVersions, packageVersions } from "./externals/package-versions.ts";

export interface CompiledDag {
  readonly described: DescribedDag;
  /** The DAG module, relative to the project's folder. */
  readonly file: string;
  readonly model: DagModel;
  /** What runs its tasks and its callbacks. */
  readonly programs: readonly Program[];
  /** Tells one build of the DAG's model from another. */
  readonly build: string;
  /** The builds of its bundles, by their files in the folder of the DAG's bundles. */
  readonly bundles: Readonly<Record<string, string>>;
  /** The project's own files that the DAG is made from. */
  readonly sources: SourceHashes;
  /** All files that were read to learn what the DAG is; of one that was built before, few want to know. */
  readonly inputs: () => ReadonlySet<string>;
  /** The versions of the installed packages that it is made from. */
  readonly packages: PackageVersions;
  /** The packages that stay out of its tasks' bundles. */
  readonly externals: Externals;
}

/** @param hashes of all the project's own files among the inputs */
export function compileDag(
  described: DescribedDag,
  { folder, settings }: Project,
  reader: SourceReader,
  inputs: Metafile["inputs"],
  hashes: SourceHashes,
  externals: Externals,
): CompiledDag {
  const { file, model } = described;
  const reached = new Set([...filesReachedFrom(file, inputs), ...settings.files]);
  const sources = hashesOf(reached, hashes);
  const needed = reachedExternals(reached, inputs, externals);
  const packages = {
    ...packageVersions(folder, reached),
    ...Object.fromEntries([...needed.values()].map(({ name, version = "" }) => [name, version])),
  };
  const build = buildId(sources, packages);
  const read = model.tasks.map((task) => ({ task, source: reader.task(task.position) }));
  const documented: DagModel = {
    ...model,
    doc: model.doc ?? reader.dagDoc(model),
    tasks: read.map(({ task, source }) => ({ ...task, doc: task.doc ?? source.doc })),
  };
  const { dagId, params } = model;
  const schemas = eventSchemas(described.assets);
  const buildOf = programBuilds(folder, settings.files, inputs, hashes, packages);
  const tasks = documented.tasks.flatMap((task, index) =>
    [codeOfTask(task) ?? []].flat().map((coded) =>
      taskProgram({
        dagId,
        dagFile: file,
        task: coded,
        code: read[index]?.source.code,
        isSensor: task.kind === "sensor",
        outlets: task.outlets,
        eventSchemas: schemas,
        params,
        buildOf,
        dagsFolder: settings.dags,
      }),
    ),
  );
  const callbacks = model.callbacks.map((callback) => {
    const code = callback.position ? reader.exportAt(callback.position) : undefined;
    return callbackProgram({ dagId, dagFile: file, callback, code, buildOf });
  });
  const programs = [...tasks, ...callbacks];
  const folderOfBundles = `${path.posix.dirname(modelPath(dagId))}/`;
  return {
    described,
    file,
    model: documented,
    programs,
    build,
    bundles: Object.fromEntries(
      programs.map(({ bundle, build }) => [bundle.slice(folderOfBundles.length), build]),
    ),
    sources,
    inputs: () => reached,
    packages,
    externals: needed,
  };
}
