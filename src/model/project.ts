// A project on disk: where its DAGs are written and where what is generated goes.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { initCommand } from "./command.ts";
import { UserError } from "./errors.ts";
import type { Settings } from "./settings.ts";

/** What is known of a project without reading its `windsock.config.ts`. */
export interface ProjectPlace {
  /** The folder that holds package.json. */
  readonly folder: string;
  /** Tells this project's files from another's in the same Airflow: the end of a Python identifier. */
  readonly name: string;
}

/** A project and what it chooses; the compiler's `loadProject` reads it. */
export interface Project extends ProjectPlace {
  readonly settings: Settings;
}

/** The folder DAG modules are found in, absolute. */
export function dagsFolder({ folder, settings }: Project): string {
  return path.join(folder, settings.dags);
}

/** The folder Airflow reads, absolute. */
export function generatedFolder({ folder, settings }: Project): string {
  return path.join(folder, settings.generated);
}

/** No package.json above a folder, or one that cannot be used. */
export class ProjectNotFoundError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = "ProjectNotFoundError";
  }
}

/**
 * The project that `start` lies in: the nearest folder above with a package.json. Its name is `windsock.project`
 * of package.json, or else the package's name.
 *
 * @throws {ProjectNotFoundError} when there is none, or its package.json cannot be used
 */
export function findProject(start: string): ProjectPlace {
  const folder = findProjectFolder(start);
  return { folder, name: projectName(path.join(folder, "package.json")) };
}

/**
 * The nearest folder above `start` with a package.json, whatever that says.
 *
 * @throws {ProjectNotFoundError} when there is none
 */
export function findProjectFolder(start: string): string {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "package.json"))) return folder;
    if (path.dirname(folder) === folder) {
      throw new ProjectNotFoundError(
        `No package.json in ${start} or above it. Run this inside a project, or make one of this folder: ${initCommand}`,
      );
    }
  }
}

function projectName(file: string): string {
  const { name, windsock } = readManifest(file);
  const given = windsock?.project;
  if (given === undefined) return identifier(typeof name === "string" ? name : "") || "project";
  const chosen = typeof given === "string" ? identifier(given) : "";
  if (chosen !== "") return chosen;
  throw new ProjectNotFoundError(
    `${file} has ${JSON.stringify(given)} as "windsock": { "project": ... }, and a Python module is named after it. ` +
      "Give a text with some letters of a to z or digits.",
  );
}

interface Manifest {
  readonly name?: unknown;
  readonly windsock?: { readonly project?: unknown };
}

function readManifest(file: string): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ProjectNotFoundError(`${file} is not valid JSON: ${(cause as Error).message}`);
  }
  if (typeof manifest === "object" && manifest !== null) return manifest;
  throw new ProjectNotFoundError(`${file} holds ${JSON.stringify(manifest)} instead of an object.`);
}

/** Empty when the text has no letter or digit that every file system and Python takes. */
function identifier(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

/** Holds, relative to the generated folder, a folder of bundles for each DAG. */
export const bundlesFolder = "bundles";

/** The name of the file that says, in the generated folder, what was generated from what. */
export const manifestName = "manifest.json";

/** The name of a DAG's model, in the folder of its bundles. */
export const modelName = "dag.json";

/** Where a task's bundle is, relative to the generated folder. */
export function bundlePath(dagId: string, taskId: string): string {
  return `${bundlesFolder}/${fileName(dagId)}/${fileName(taskId)}.mjs`;
}

/** Where the bundles of a DAG's callbacks are, relative to the generated folder. */
export function callbacksFolder(dagId: string): string {
  return `${bundlesFolder}/${fileName(dagId)}/callbacks`;
}

/** Where the bundle of a callback's code is, relative to the generated folder. */
export function callbackPath(dagId: string, name: string): string {
  return `${callbacksFolder(dagId)}/${fileName(name)}.mjs`;
}

/** Where a DAG's model is, relative to the generated folder. */
export function modelPath(dagId: string): string {
  return `${bundlesFolder}/${fileName(dagId)}/${modelName}`;
}

/**
 * What a file of the DAG or task with this id is called: the id, or its beginning and a hash where not every file
 * system would take the id, or tell it from one in other letters.
 */
export function fileName(id: string): string {
  // Node looks for packages in a folder of that name.
  return /^[a-z0-9_.-]{1,128}$/.test(id) && id !== "node_modules" ? id : `${plain(id)}-${shortHash(id)}`;
}

/** The letters that every file system takes, of an id's beginning. */
function plain(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_.-]/gu, "_").slice(0, 100);
}

/** Tells an id from all others, in the little room that a file's name has. */
export function shortHash(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 12);
}
