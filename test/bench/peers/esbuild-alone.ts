// Bundles every file in the folder `entries` in one call of esbuild, with the options our compiler gives it.
import { readdirSync } from "node:fs";
import { build } from "esbuild";
import { bundlerOptions } from "../../../src/compiler/bundler.ts";

const files = readdirSync("entries", { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
await build({
  ...bundlerOptions(process.cwd()),
  entryPoints: files.map((file) => `entries/${file}`),
  outdir: "bare",
});
