// The generated files of one DAG that are no bundles.
import { modelPath } from "../model/project.ts";
import type { Files } from "./bundle/bundle-programs.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { emitPython } from "./emit/emit-python.ts";
import { dagFileName } from "./emit/module-names.ts";

/** The DAG's own generated files, beside its bundles. */
export function emitDag(projectName: string, { file, build, bundles, model }: CompiledDag): Files {
  return new Map([
    [dagFileName(model.dagId), Buffer.from(emitPython({ projectName, file, bundles }, model))],
    // With the build, which tells a model that was built here from one whose sources came later.
    [modelPath(model.dagId), Buffer.from(`${JSON.stringify({ build, ...model }, null, 2)}\n`)],
  ]);
}
