// What a build has done, in words.
import pc from "picocolors";
import type { BuildResult } from "./build.ts";

/** A line for each file; `folder`: the name of the generated one. */
export function writtenLines({ written }: BuildResult, folder: string): string[] {
  return written
    .filter(({ file }) => !file.endsWith(".map"))
    .map(({ kind, file }) => `  ${kind === "orphaned" ? "removed" : "wrote  "} ${folder}/${file}`);
}

/** All in one line. `milliseconds`: how long it took. */
export function builtText({ dags, compiled, written }: BuildResult, milliseconds: number): string {
  const time =
    milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
  const tasks = dags.reduce((sum, { model }) => sum + model.tasks.length, 0);
  const which = dags.length === 1 ? `DAG ${dags[0]?.model.dagId}` : `${dags.length} DAGs`;
  const part = compiled === dags.length ? "" : ` (${compiled} compiled)`;
  const end = written.length === 0 ? "; nothing changed" : "";
  return `${pc.green("built")} ${which}${part}, ${tasks} tasks in ${time}${end}`;
}
