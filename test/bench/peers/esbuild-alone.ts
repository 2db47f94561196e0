// Bundles every file in the folder `entries` with the options our compiler gives to esbuild, and does nothing else.

import { readdirSync } from "node:fs";
import { build } from "esbuild";
import { bundlerOptions } from "../../../src/compiler/bundle/bundler.ts";
import { defaultSettings } from "../../../src/model/settings.ts";

const files = readdirSync("entries", { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
// In one call, but for more than it has memory for.
const MAX_ENTRIES = 600;
for (let first = 0; first < files.length; first += MAX_ENTRIES) {
  await build({
    ...bundlerOptions({ folder: process.cwd(), name: "alone", settings: defaultSettings }),
    entryPoints: files.slice(first, first + MAX_ENTRIES).map((file) => `entries/${file}`),
    outdir: "bare",
    outbase: "entries",
  });
}
