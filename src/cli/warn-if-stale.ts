// Tells those who look at what is built that it is not what their sources say now.
import pc from "picocolors";
import { formatProblems } from "../compiler/check/format-problems.ts";
import { staleModels } from "../compiler/write/changed-sources.ts";
import { BuildError } from "../model/build-error.ts";
import { buildCommand } from "../model/command.ts";
import type { Project } from "../model/project.ts";

/** On stderr: what is shown stays what was asked for. */
export async function warnIfStale(project: Project): Promise<void> {
  const findings = await staleModels(project).catch((error: unknown) => {
    if (error instanceof BuildError) return [formatProblems(project.folder, error.problems)];
    throw error;
  });
  if (findings.length === 0) return;
  const lines = findings.map((finding) => `${pc.yellow("stale")} ${finding}`);
  console.error(`${lines.join("\n")}\nThis is what was built before. Run ${buildCommand}.`);
}
