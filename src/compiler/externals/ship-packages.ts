// The copies of packages beside the bundles.
import { readFile } from "node:fs/promises";
import { BuildError } from "../../model/build-error.ts";
import { bundlesFolder } from "../../model/project.ts";
import type { External, Externals } from "./external.ts";

/** Where they are, relative to the generated folder. Node looks there for what a bundle imports. */
const shippedFolder = `${bundlesFolder}/node_modules`;

export function isShipped(file: string): boolean {
  return file.startsWith(`${shippedFolder}/`);
}

export interface ShippedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What they are copies of, absolute. */
  readonly sources: readonly string[];
}

/**
 * The files by path relative to the generated folder.
 *
 * @throws {BuildError} when a package that is to be shipped is not installed
 */
export async function shippedFiles(externals: Externals): Promise<ShippedFiles> {
  const shipped = [...externals.values()].filter(({ kind }) => kind === "ship");
  const missing = shipped.filter(({ version }) => version === undefined);
  if (missing.length > 0) throw new BuildError(missing.map(notInstalled));
  if (shipped.length === 0) return { files: new Map(), sources: [] };
  // It takes a while to load.
  const { tracePackages } = await import("./trace-packages.ts");
  const traced = [...(await tracePackages(shipped))].sort(([a], [b]) => (a < b ? -1 : 1));
  const read = traced.map(
    async ([name, file]) => [`${bundlesFolder}/${name}`, await readFile(file)] as const,
  );
  return { files: new Map(await Promise.all(read)), sources: traced.map(([, file]) => file) };
}

function notInstalled({ name }: External) {
  const message = `windsock.config.ts has "ship" for ${JSON.stringify(name)}, which is not installed. Install it, or take the line out.`;
  return { message, position: null };
}
