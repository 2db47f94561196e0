// Bundles each task and each callback into one self-contained file, which is a program.
import path from "node:path";
import { build, type Metafile } from "esbuild";
import { BuildError } from "../../model/build-error.ts";
import type { Problem } from "../../model/problem.ts";
import { generatedFolder, type Project } from "../../model/project.ts";
import type { Externals } from "../externals/external.ts";
import { externalPlugin } from "../externals/external-plugin.ts";
import { builtinPlugin } from "./builtin-plugin.ts";
import { bundlerOptions, bundlerProblems, entryNamespace, entryPlugin } from "./bundler.ts";
import { filesReachedFrom, isFile } from "./source-hashes.ts";

/** A program to bundle: a task's, or a callback's. */
export interface Program {
  /** Where its bundle is, relative to the generated folder. */
  readonly bundle: string;
  /** The module that starts it; imports are relative to the project's folder. */
  readonly entry: string;
  /** Tells one build of the program from another: the DAG file asks for it by this name. */
  readonly build: string;
}

/** Generated files by path relative to the generated folder. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The files that each bundle was made of, relative to the project's folder. */
export type ReadFiles = ReadonlyMap<string, readonly string[]>;

export interface Bundles {
  readonly files: Files;
  readonly read: ReadFiles;
}

/** Programs in one call of esbuild: many, to parse what they share once; not all, since they are held in memory. */
const batchSize = 50;

/**
 * The bundles and their source maps, a batch of programs at a time: one is bundled while another is used. Bytes
 * depend on nothing but the sources and the installed packages.
 *
 * @throws {BuildError} with the problems of all batches, at the end
 */
export async function* bundlePrograms(
  project: Project,
  programs: readonly Program[],
  externals: Externals,
): AsyncGenerator<Bundles, void> {
  const problems: Problem[] = [];
  const start = (first: number) => {
    const batch = bundleBatch(project, programs.slice(first, first + batchSize), externals);
    // It is awaited a batch later, or never, when the one before it could not be written.
    batch.catch(() => undefined);
    return batch;
  };
  let next = start(0);
  for (let first = batchSize; first < programs.length + batchSize; first += batchSize) {
    const batch = next;
    next = start(first);
    const { problems: found, ...bundles } = await batch;
    problems.push(...found);
    if (problems.length === 0) yield bundles;
  }
  if (problems.length > 0) throw new BuildError(problems);
}

interface Batch extends Bundles {
  readonly problems: readonly Problem[];
}

async function bundleBatch(
  project: Project,
  programs: readonly Program[],
  externals: Externals,
): Promise<Batch> {
  if (programs.length === 0) return { files: new Map(), read: new Map(), problems: [] };
  const outputFolder = generatedFolder(project);
  const entries = new Map(programs.map((program) => [entryName(program), program.entry]));
  try {
    const { outputFiles, metafile } = await build({
      ...bundlerOptions(project),
      entryPoints: programs.map((program) => ({
        in: entryName(program),
        out: withoutEnding(program.bundle),
      })),
      outdir: outputFolder,
      write: false,
      plugins: [externalPlugin(externals), builtinPlugin, entryPlugin(project, entries)],
    });
    const nameOf = (file: string) => path.relative(outputFolder, file).replaceAll(path.sep, "/");
    return {
      files: new Map(outputFiles.map((file) => [nameOf(file.path), file.contents])),
      read: new Map(programs.map((program) => [program.bundle, filesOf(program, metafile)])),
      problems: [],
    };
  } catch (error) {
    return { files: new Map(), read: new Map(), problems: bundlerProblems(error) };
  }
}

function filesOf(program: Program, { inputs }: Metafile): string[] {
  const reached = filesReachedFrom(`${entryNamespace}:${entryName(program)}`, inputs);
  return [...reached].filter((file) => Object.hasOwn(inputs, file) && isFile(file));
}

function entryName({ bundle }: Program): string {
  return `windsock:${bundle}`;
}

function withoutEnding(file: string): string {
  return file.slice(0, -path.extname(file).length);
}
