// The builds a person asks for: write the generated folder, or check it.
import path from "node:path";
import { generatedFolder, type Project } from "../model/project.ts";
import { type CheckResult, checkGenerated } from "./check-generated.ts";
import { generate } from "./generate.ts";
import { type Difference, writeGenerated } from "./generated-folder.ts";

export interface BuildResult {
  readonly dagIds: readonly string[];
  readonly tasks: number;
  readonly written: readonly Difference[];
}

/** @throws {BuildError} with all problems; nothing was written then */
export async function buildDags(project: Project, timeLimit: number): Promise<BuildResult> {
  const { dags, files } = await generate(project, timeLimit);
  const written = await writeGenerated(path.join(project.folder, generatedFolder), files);
  return {
    dagIds: dags.map(({ dagId }) => dagId),
    tasks: dags.reduce((sum, { tasks }) => sum + tasks.length, 0),
    written,
  };
}

/** @throws {BuildError} with all problems */
export async function checkDags(project: Project, timeLimit: number): Promise<CheckResult> {
  const { files } = await generate(project, timeLimit);
  return checkGenerated(path.join(project.folder, generatedFolder), files);
}
