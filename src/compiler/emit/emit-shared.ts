// The generated files that a project's DAGs share.
import { readFile } from "node:fs/promises";
import type { SourceHashes } from "../bundle/source-hashes.ts";
import { generatedMark, sharedModule } from "./emit-python.ts";

type File = readonly [name: string, text: string];

/** Where the record of what was generated from what is kept. */
export const manifestName = "manifest.json";

/** What `manifest.json` holds of each DAG. */
export interface ManifestEntry {
  readonly file: string;
  readonly build: string;
  readonly sources: SourceHashes;
}

/** The module that all DAG files import. */
export async function sharedModuleFile(projectName: string): Promise<File> {
  // A real file, tested as it is. Both src/ and dist/ have it at this place.
  const source = await readFile(new URL("../../python/shared_module.py", import.meta.url), "utf8");
  return [
    `${sharedModule(projectName)}.py`,
    `${generatedMark} its own shared_module.py, do not edit.\n\n${source}`,
  ];
}

/** Keeps Airflow from reading bundles as DAGs. Each line means the same as a glob and as a regular expression. */
export function ignoreFile(projectName: string): File {
  return [".airflowignore", `bundles\n${sharedModule(projectName)}.py\n${manifestName}\n`];
}

/** What was generated from what, so that a stale folder can name the file that changed. */
export function manifestFile(
  dags: readonly (ManifestEntry & { readonly model: { readonly dagId: string } })[],
): File {
  const entries = dags.map(({ model, file, build, sources }) => [model.dagId, { file, build, sources }]);
  return [manifestName, `${JSON.stringify({ dags: Object.fromEntries(entries) }, null, 2)}\n`];
}
