// What all that is built depends on, beside the files of a project: Windsock itself, Node, the settings, this process.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../model/project.ts";
import { hashOf } from "./file-versions.ts";

/** Rises when what is kept of builds has another form. */
const format = 1;

/** What bundlers and programs take from the environment without being asked for it by name. */
const variables = ["NODE_OPTIONS", "NODE_PATH", "ESBUILD_BINARY_PATH", "TZ", "LANG", "LC_ALL"];

/** Tells circumstances from others. */
export function circumstancesOf({ name, settings }: Project): string {
  const { version, platform, arch, env } = process;
  return hashOf(
    JSON.stringify([
      format,
      version,
      platform,
      arch,
      name,
      settings,
      variables.map((each) => env[each] ?? null),
    ]),
  );
}

/** What the variables are now; `*` is for which there are. Only a hash: some may be secret. */
export function valuesOf(names: readonly string[]): string {
  const now = names.map((name) =>
    name === "*" ? Object.keys(process.env).sort() : [name, process.env[name] ?? null],
  );
  return hashOf(JSON.stringify(now));
}

/** Packages of others that decide what is generated. */
const packages = ["esbuild", "ts-morph", "@vercel/nft", "zod"];

/** Windsock's own files, and the manifests of those packages; relative to the project's folder. */
export function toolFiles(projectFolder: string): string[] {
  const own = path.resolve(import.meta.dirname, "../..");
  const compiled = readdirSync(own, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:js|ts|py)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => path.join(own, name));
  const manifests = packages.flatMap((name) => manifestAbove(own, name) ?? []);
  return [...compiled, ...manifests].map((file) =>
    path.relative(projectFolder, file).replaceAll(path.sep, "/"),
  );
}

function manifestAbove(folder: string, name: string): string | undefined {
  const file = path.join(folder, "node_modules", name, "package.json");
  if (existsSync(file)) return file;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : manifestAbove(parent, name);
}
