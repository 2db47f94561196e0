// Makes a peer that is written in TypeScript one plain file for Node, as our own tasks are.
import path from "node:path";
import { build } from "esbuild";
import { benchFolder, projectFolder } from "./bench.ts";

/** @returns the bundle's path */
export async function bundlePeer(name: string): Promise<string> {
  const outfile = path.join(benchFolder, "peers", `${name}.mjs`);
  await build({
    absWorkingDir: projectFolder,
    entryPoints: [path.join(import.meta.dirname, "peers", `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    // It brings a program along that it looks for beside itself.
    external: ["esbuild"],
    logLevel: "warning",
  });
  return outfile;
}
