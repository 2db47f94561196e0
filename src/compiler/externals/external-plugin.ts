// Keeps packages out of the bundles, so that what is said of their imports stays true.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "esbuild";
import { type Externals, packageNameOf, packageOf } from "./external.ts";

const namespace = "windsock-external";
const resolving = Symbol("resolving");

/**
 * A bundle takes any name from a CommonJS package; Node knows those alone that it sees at a glance. So the bundle
 * requires such a package, and sees to the names itself, as if the package were in it.
 */
export function externalPlugin(externals: Externals): Plugin {
  return {
    name: namespace,
    setup(build) {
      if (externals.size === 0) return;
      const names = [...externals.keys()].map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      const filter = new RegExp(`^(?:${names.join("|")})(?:/|$)`);
      build.onResolve({ filter }, async ({ path: specifier, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === resolving || !isMeant(externals, specifier, importer)) return undefined;
        if (kind === "require-call" || kind === "require-resolve" || importer.startsWith(`${specifier}:`)) {
          return { path: specifier, external: true };
        }
        const found = await build.resolve(specifier, { kind, importer, resolveDir, pluginData: resolving });
        const isCommonJs = found.errors.length === 0 && runsAsCommonJs(specifier, found.path, resolveDir);
        return isCommonJs ? { path: specifier, namespace } : { path: specifier, external: true };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path: specifier }) => ({
        contents: `module.exports = require(${JSON.stringify(specifier)});`,
        loader: "js",
      }));
    },
  };
}

/** A package inside a bundle may have found another version of it, and holds that. */
function isMeant(externals: Externals, specifier: string, importer: string): boolean {
  const external = externals.get(packageNameOf(specifier));
  const owner = packageOf(importer.replaceAll(path.sep, "/"));
  return external?.reason === undefined || owner === undefined || owner.name === "windsock";
}

/** Whether Node would take it for CommonJS. Bundlers know entries of package.json of which Node knows nothing. */
function runsAsCommonJs(specifier: string, file: string, folder: string): boolean {
  const place = packageOf(file.replaceAll(path.sep, "/"));
  const manifest = place && readManifest(path.join(place.folder, "package.json"));
  if (manifest?.exports !== undefined) return isCommonJs(file);
  try {
    return isCommonJs(createRequire(path.join(folder, "importer.js")).resolve(specifier));
  } catch {
    return false;
  }
}

function isCommonJs(file: string): boolean {
  if (/\.[cm]js$/.test(file)) return file.endsWith(".cjs");
  if (!file.endsWith(".js")) return true;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, "package.json");
    if (existsSync(manifest)) return readManifest(manifest)?.type !== "module";
    if (path.dirname(folder) === folder) return true;
  }
}

function readManifest(file: string): { readonly type?: unknown; readonly exports?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
