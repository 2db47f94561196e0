// Packs the repository once for all tests of the package, as `npm publish` would.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { TestProject } from "vitest/node";

const repository = path.resolve(import.meta.dirname, "../..");

export interface PackedPackage {
  /** The tarball, absolute. */
  readonly tarball: string;
  /** What it holds, relative to the package's folder. */
  readonly files: readonly string[];
  /** In bytes, unpacked. */
  readonly size: number;
}

declare module "vitest" {
  interface ProvidedContext {
    packed: PackedPackage;
  }
}

export default async function pack({ provide }: TestProject): Promise<() => Promise<void>> {
  const parent = path.join(repository, "out/test");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, "package-"));
  const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: repository,
  });
  // The scripts that npm runs print before the list.
  const [listed] = Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]$/m)))) as [Listed];
  provide("packed", {
    tarball: path.join(folder, listed.filename),
    files: listed.files.map((file) => file.path),
    size: listed.unpackedSize,
  });
  return () => rm(folder, { recursive: true, force: true });
}

interface Listed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
}
