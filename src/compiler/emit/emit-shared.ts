// The generated files that a project's DAGs share.
import { readFile } from "node:fs/promises";
import { bundlesFolder, manifestName } from "../../model/project.ts";
import type { SourceHashes } from "../bundle/source-hashes.ts";
import type { PackageVersions } from "../externals/package-versions.ts";
import { generatedMark } from "./emit-python.ts";
import {
  assetsModule,
  branchingModule,
  callbacksModule,
  callingModule,
  kubernetesModule,
  mappingModule,
  maskingModule,
  operatorsModule,
  otherDagsModule,
  runningModule,
  sensorsModule,
  sharedModule,
} from "./module-names.ts";

type File = readonly [name: string, text: string];

/** What `manifest.json` holds of each DAG. */
export interface ManifestEntry {
  readonly file: string;
  /** Of the DAG's model. */
  readonly build: string;
  /** The builds of its bundles, by their files in the folder of the DAG's bundles. */
  readonly bundles: Readonly<Record<string, string>>;
  readonly sources: SourceHashes;
  readonly packages: PackageVersions;
}

/** What the files of `src/python` are called beside the DAG files, by what they are called there. */
const moduleNames: Readonly<Record<string, (projectName: string) => string>> = {
  shared_module: sharedModule,
  running: runningModule,
  masking: maskingModule,
  assets: assetsModule,
  branching: branchingModule,
  other_dags: otherDagsModule,
  sensors: sensorsModule,
  callbacks: callbacksModule,
  calling: callingModule,
  kubernetes_pods: kubernetesModule,
  mapping: mappingModule,
  python_operators: operatorsModule,
};

/** The module that all DAG files import, those that this imports when a task runs, and those that only some need. */
export function sharedModuleFiles(projectName: string): Promise<File[]> {
  return Promise.all(
    Object.entries(moduleNames).map(async ([name, generatedName]): Promise<File> => {
      const source = await pythonSource(`${name}.py`);
      return [`${generatedName(projectName)}.py`, withGeneratedNames(projectName, source)];
    }),
  );
}

/** Lets a module import its neighbours by the names that they have beside the DAG files, in the order of these. */
function withGeneratedNames(projectName: string, source: string): string {
  const renamed = source.replaceAll(/^( *)import (\w+)(?: as (\w+))?$/gm, (line, indent, module, alias) => {
    const generatedName = moduleNames[module];
    return generatedName ? `${indent}import ${generatedName(projectName)} as ${alias ?? module}` : line;
  });
  return renamed.replaceAll(
    /(?:^import .+\n)+/gm,
    (imports) => imports.match(/.+\n/g)?.sort().join("") ?? "",
  );
}

/** A real file, tested as it is. Both src/ and dist/ have it at this place. */
async function pythonSource(file: string): Promise<string> {
  const source = await readFile(new URL(`../../python/${file}`, import.meta.url), "utf8");
  return `${generatedMark} its own ${file}, do not edit.\n\n${source}`;
}

/**
 * Keeps Airflow from reading anything but the DAG files. Airflow 3 takes the lines for globs that begin at this
 * folder; Airflow 2 for regular expressions that it looks for anywhere in a path below its DAGs folder, other
 * projects' folders included. So there is a line of each, which matches nothing when it is read as the other:
 * `[!!]` is one character other than `!` to a glob, and an exclamation mark to a regular expression.
 */
export function ignoreFile(projectName: string): File {
  const modules = Object.values(moduleNames).map((name) => name(projectName));
  const names = [bundlesFolder, ...modules.map((module) => `${module}.py`), manifestName];
  const globs = names.map((name) => `/${name.slice(0, -1)}[!!]`);
  const expressions = [`(^|/)(${modules.join("|")})\\.py$`, "\\.(mjs|map|json)$"];
  return [".airflowignore", [...globs, ...expressions, ""].join("\n")];
}

/**
 * What was generated from what, so that a stale folder can name the file that changed.
 *
 * @param old what stays in it beside the DAGs
 */
export function manifestFile(
  dags: readonly (ManifestEntry & { readonly model: { readonly dagId: string } })[],
  old: Readonly<Record<string, ManifestEntry>>,
): File {
  const now = dags.map(
    ({ model, file, build, bundles, sources, packages }) =>
      [model.dagId, { file, build, bundles, sources, packages }] as const,
  );
  const entries = [...Object.entries(old), ...now].sort(([, a], [, b]) => (a.file < b.file ? -1 : 1));
  return [manifestName, `${JSON.stringify({ dags: Object.fromEntries(entries) }, null, 2)}\n`];
}
