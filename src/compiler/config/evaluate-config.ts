// Evaluates `windsock.config.ts`, whatever it imports, and finds the places of what is wrong in it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type ConfigIssue, readConfig } from "../../config/read-config.ts";
import { BuildError } from "../../model/build-error.ts";
import type { Position, Problem } from "../../model/problem.ts";
import type { ProjectPlace } from "../../model/project.ts";
import { defaultSettings, type Settings } from "../../model/settings.ts";
import { bundlerOptions, bundlerProblems } from "../bundle/bundler.ts";
import { isSource } from "../bundle/source-hashes.ts";
import { locate } from "../describe/locate.ts";

/**
 * @param file relative to the project's folder
 * @throws {BuildError} with all its problems
 */
export async function evaluateConfig(place: ProjectPlace, file: string): Promise<Settings> {
  const folder = await mkdtemp(path.join(tmpdir(), "windsock-config-"));
  try {
    const bundle = path.join(folder, "config.mjs");
    const files = await bundleConfig(place, file, bundle);
    const read = readConfig(await exportOf(place, file, bundle), files);
    if ("settings" in read) return read.settings;
    throw new BuildError(await problemsOf(place, file, read.issues));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the project's own files that it is made of */
async function bundleConfig(place: ProjectPlace, file: string, bundle: string): Promise<string[]> {
  try {
    const { metafile } = await build({
      ...bundlerOptions({ ...place, settings: defaultSettings }),
      entryPoints: [file],
      outfile: bundle,
    });
    return Object.keys(metafile.inputs)
      .filter((input) => isSource(place.folder, input))
      .sort();
  } catch (error) {
    throw new BuildError(bundlerProblems(error));
  }
}

async function exportOf({ folder }: ProjectPlace, file: string, bundle: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(bundle).href)) as { default?: unknown }).default;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const message = `${error.name} while ${file} was read: ${error.message}`;
    const position = locate(error.stack ?? "", folder) ?? { file, line: 1, column: 1 };
    throw new BuildError([{ message, position }]);
  }
}

async function problemsOf(
  { folder }: ProjectPlace,
  file: string,
  issues: readonly ConfigIssue[],
): Promise<Problem[]> {
  const text = await readFile(path.join(folder, file), "utf8");
  // It takes a while to load, and is needed only here.
  const { placeIn } = await import("./place-in-config.ts");
  return issues.map(({ path: where, message }) => {
    const position: Position = { file, ...placeIn(text, where) };
    return { message, position };
  });
}
