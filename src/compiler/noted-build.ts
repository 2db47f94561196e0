// What a build did, as it is remembered: what each DAG, bundle and package was made from, and what it was then.
import path from "node:path";
import type { Project } from "../model/project.ts";
import { modelPath } from "../model/project.ts";
import type { BuiltBundle, BuiltDag, BuiltPackages } from "./built-dag.ts";
import type { Program } from "./bundle/bundle-programs.ts";
import { isFile, isSource } from "./bundle/source-hashes.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { valuesOf } from "./current/circumstances.ts";
import type { FileSets } from "./current/file-sets.ts";
import { type FileContent, type FileSet, hashOf } from "./current/file-versions.ts";
import { soughtFiles } from "./current/sought-files.ts";
import { dagFileName } from "./emit/module-names.ts";
import { type Externals, packageOf } from "./externals/external.ts";
import type { Compiled } from "./generate.ts";
import type { MadeFiles } from "./made-files.ts";

export class NotedBuild {
  readonly #project: Project;
  readonly #all: Compiled;
  readonly #made: MadeFiles;
  readonly #sets: FileSets;
  /** The settings, and what the modules read while they were evaluated. */
  readonly #settings: FileSet;
  /** A hash of the variables that they read. */
  readonly #values: string;

  /** @param all with what was compiled now */
  constructor(project: Project, all: Compiled, made: MadeFiles, sets: FileSets) {
    this.#project = project;
    this.#all = all;
    this.#made = made;
    this.#sets = sets;
    const { settings, asked } = all;
    this.#settings = sets.ofSources([...settings.files, ...asked.files.map((file) => this.#relative(file))]);
    this.#values = valuesOf(asked.variables);
  }

  /** @param bundles those that were not made again */
  dag(dag: CompiledDag, bundles: ReadonlyMap<string, BuiltBundle>): BuiltDag {
    const { asked, inputs } = this.#all;
    const { files, external } = this.#project.settings;
    const read = [...dag.inputs()].filter((file) => isFile(file) && Object.hasOwn(inputs, file));
    const manifests = Object.keys(external).map((name) => `node_modules/${name}/package.json`);
    return {
      dag,
      inputs: this.#inputs([...read, ...this.#sought(dag.inputs()), ...files, ...manifests]),
      variables: asked.variables,
      values: this.#values,
      isRestless: asked.restless.some((file) => file === dag.file || dag.inputs().has(file)),
      bundles: dag.programs.map((program) => bundles.get(program.bundle) ?? this.#bundle(program)),
      outputs: this.#outputs(ownOutputs(dag)),
    };
  }

  /** Null where none were copied. */
  packages(): BuiltPackages | null {
    const { shippedFiles } = this.#made;
    if (!shippedFiles) return null;
    return {
      key: keyOfExternals(this.#all.externals),
      inputs: [this.#sets.ofSources(withManifests(shippedFiles.sources)), this.#settings],
      outputs: this.#outputs(shippedFiles.names),
    };
  }

  #bundle(program: Program): BuiltBundle {
    const { bundle } = program;
    const read = this.#made.read.get(bundle) ?? [];
    return {
      bundle,
      key: keyOf(program, this.#all.externals),
      // Another package of the same version may come to be found first, which the program itself does not tell.
      inputs: this.#inputs([...read, ...this.#sought(read)]),
      outputs: this.#outputs([bundle, `${bundle}.map`]),
    };
  }

  /** The project's own files, the others and the settings, each a set: DAGs share most of them. */
  #inputs(files: Iterable<string>): FileSet[] {
    const all = [...new Set(withManifests(files))];
    const isOwn = (file: string) => isSource(this.#project.folder, file);
    const own = this.#sets.ofSources(all.filter(isOwn));
    return [own, this.#sets.ofSources(all.filter((file) => !isOwn(file))), this.#settings];
  }

  #sought(files: Iterable<string>): Set<string> {
    const { inputs, settings } = this.#all;
    return soughtFiles(this.#project.folder, files, inputs, settings.paths);
  }

  #outputs(names: Iterable<string>): FileSet {
    const { generated } = this.#project.settings;
    return Array.from(names, (name) => {
      const content = this.#made.outputs.get(name) ?? unknown;
      return { file: `${generated}/${name}`, ...content };
    });
  }

  #relative(file: string): string {
    const name = path.relative(this.#project.folder, file).replaceAll(path.sep, "/");
    return file.endsWith("/") ? `${name}/` : name;
  }
}

/** No file has it. */
const unknown: FileContent = { hash: "unknown", stamp: null };

/** The DAG's generated files, relative to their folder. */
export function outputsOf(dag: CompiledDag): string[] {
  return [...ownOutputs(dag), ...dag.programs.flatMap(({ bundle }) => [bundle, `${bundle}.map`])];
}

function ownOutputs({ model }: CompiledDag): string[] {
  return [dagFileName(model.dagId), modelPath(model.dagId)];
}

/** The files, and the manifests of the packages that they belong to. */
function withManifests(files: Iterable<string>): string[] {
  const all = [...files];
  const folders = new Set(all.flatMap((file) => packageOf(file)?.folder ?? []));
  return [...all, ...[...folders].map((folder) => `${folder}/package.json`)];
}

/** Tells the program, and what stays out of it. */
export function keyOf({ entry }: Program, externals: Externals): string {
  const out = [...externals.values()].map(({ name, reason }) => `${name} ${reason === undefined}`);
  return hashOf([entry, ...out.sort()].join("\n"));
}

/** Tells which packages are copied beside the bundles. */
export function keyOfExternals(externals: Externals): string {
  const told = [...externals.values()].map(({ importer, ...external }) => external);
  return hashOf(JSON.stringify(told.sort((a, b) => (a.name < b.name ? -1 : 1))));
}
