// What a build has done, in words.
import pc from "picocolors";
import type { BuildResult } from "./build.ts";
import type { External } from "./externals/external.ts";
import { isShipped } from "./externals/ship-packages.ts";

/** A line for each file; `folder`: the name of the generated one. */
export function writtenLines({ dags, compiled, written, externals }: BuildResult, folder: string): string[] {
  const files = written
    .filter(({ file }) => !file.endsWith(".map") && !isShipped(file))
    .map(({ kind, file }) => `  ${kind === "orphaned" ? "removed" : "wrote  "} ${folder}/${file}`);
  const isNews = compiled === dags.length || written.some(({ file }) => isShipped(file));
  return [...files, ...(isNews ? [...externals.values()].map(packageText) : [])];
}

/** All in one line. `milliseconds`: how long it took. */
export function builtText({ dags, compiled, written }: BuildResult, milliseconds: number): string {
  const time =
    milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
  const tasks = dags.reduce((sum, { model }) => sum + model.tasks.length, 0);
  const which = dags.length === 1 ? `DAG ${dags[0]?.model.dagId}` : `${dags.length} DAGs`;
  const part = compiled === dags.length ? "" : ` (${compiled} compiled)`;
  const end = written.length === 0 ? "; nothing changed" : "";
  const count = tasks === 1 ? "1 task" : `${tasks} tasks`;
  return `${pc.green("built")} ${which}${part}, ${count} in ${time}${end}`;
}

/** What becomes of a package that stays out of the bundles, and why. */
function packageText({ name, version, kind, reason }: External): string {
  switch (kind) {
    case "ship": {
      const why = reason === undefined ? "windsock.config.ts says so" : `it has ${reason}`;
      const where = reason === "native code" ? `, for ${process.platform}-${process.arch}` : "";
      return `  shipped ${name} ${version} beside the bundles, with what it needs: ${why}${where}`;
    }
    case "installed":
      return `  without ${name}: the workers need it, in a node_modules above the DAGs: npm install ${name}@${version ?? "latest"}`;
  }
}
