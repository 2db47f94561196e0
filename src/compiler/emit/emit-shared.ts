// The generated files that a project's DAGs share.
import { readFile } from "node:fs/promises";
import { bundlesFolder, manifestName } from "../../model/project.ts";
import type { SourceHashes } from "../bundle/source-hashes.ts";
import type { PackageVersions } from "../externals/package-versions.ts";
import { generatedMark } from "./emit-python.ts";
import {
  branchingModule,
  callbacksModule,
  kubernetesModule,
  mappingModule,
  maskingModule,
  operatorsModule,
  otherDagsModule,
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

/** The module that all DAG files import, the one that this imports, and those that only some need. */
export async function sharedModuleFiles(projectName: string): Promise<File[]> {
  const masking = maskingModule(projectName);
  const shared = await pythonSource("shared_module.py");
  return [
    [
      `${sharedModule(projectName)}.py`,
      shared
        .replace(/^( +)from masking import /m, `$1from ${masking} import `)
        .replace(/^( +)import masking$/m, `$1import ${masking} as masking`),
    ],
    [`${masking}.py`, await pythonSource("masking.py")],
    [`${branchingModule(projectName)}.py`, await pythonSource("branching.py")],
    [`${otherDagsModule(projectName)}.py`, await pythonSource("other_dags.py")],
    [`${sensorsModule(projectName)}.py`, await importingShared(projectName, "sensors.py")],
    [`${callbacksModule(projectName)}.py`, await importingShared(projectName, "callbacks.py")],
    [`${kubernetesModule(projectName)}.py`, await pythonSource("kubernetes_pods.py")],
    [`${mappingModule(projectName)}.py`, await pythonSource("mapping.py")],
    [`${operatorsModule(projectName)}.py`, await pythonSource("python_operators.py")],
  ];
}

/** A module that imports the one which all share. */
async function importingShared(projectName: string, file: string): Promise<string> {
  const source = await pythonSource(file);
  return source.replace(
    /^import shared_module as windsock$/m,
    `import ${sharedModule(projectName)} as windsock`,
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
  const parts = [
    maskingModule,
    branchingModule,
    callbacksModule,
    kubernetesModule,
    mappingModule,
    operatorsModule,
    otherDagsModule,
    sensorsModule,
  ];
  const modules = [sharedModule, ...parts].map((name) => name(projectName));
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
