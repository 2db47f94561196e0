// `windsock build`: compiles the DAGs, checks what was generated, or compiles on each save.
import pc from "picocolors";
import { checkDags, ProjectBuilder } from "../compiler/build.ts";
import { formatProblems } from "../compiler/check/format-problems.ts";
import { TypeChecker } from "../compiler/check/types/type-checker.ts";
import { watchDags } from "../compiler/watch.ts";
import { BuildError } from "../model/build-error.ts";
import { buildCommand as command } from "../model/command.ts";
import { findProject, type Project } from "../model/project.ts";
import { number, type Options } from "./options.ts";

/** Airflow's own limit for importing a DAG file (`dagbag_import_timeout`), in seconds. */
const defaultTimeLimit = 30;

/** @returns the exit code */
export async function buildCommand(options: Options): Promise<number> {
  const project = findProject(process.cwd());
  const timeLimit = (number(options, "timeout", "--timeout", 0.1) ?? defaultTimeLimit) * 1_000;
  const types = options.types === false ? null : new TypeChecker(project.folder);
  if (options.check) return reporting(project, () => runCheck(project, timeLimit, types));
  const builder = new ProjectBuilder(project, timeLimit, types);
  const build = () => reporting(project, () => runBuild(builder));
  if (!options.watch) return build();
  return watchDags(project, () => build().finally(() => builder.prepare()));
}

/** Problems of the user's own code are printed; anything else is a fault of ours and thrown on. */
async function reporting(project: Project, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(formatProblems(project.folder, error.problems));
    return 1;
  }
}

async function runBuild(builder: ProjectBuilder): Promise<number> {
  const start = performance.now();
  const { dagIds, tasks, compiled, written, note } = await builder.build();
  const duration = performance.now() - start;
  const time = duration < 950 ? `${Math.round(duration)} ms` : `${(duration / 1_000).toFixed(1)} s`;
  for (const { kind, file } of written) {
    if (!file.endsWith(".map"))
      console.log(`  ${kind === "orphaned" ? "removed" : "wrote  "} generated/${file}`);
  }
  const dags = dagIds.length === 1 ? `DAG ${dagIds[0]}` : `${dagIds.length} DAGs`;
  const part = compiled === dagIds.length ? "" : ` (${compiled} compiled)`;
  console.log(
    `${pc.green("built")} ${dags}${part}, ${tasks} tasks in ${time}${written.length === 0 ? "; nothing changed" : ""}`,
  );
  if (note !== null) console.error(`${pc.yellow("note")} ${note}`);
  return 0;
}

async function runCheck(project: Project, timeLimit: number, types: TypeChecker | null): Promise<number> {
  const { findings, bundlesBuilt, note } = await checkDags(project, timeLimit, types);
  if (note !== null) console.error(`${pc.yellow("note")} ${note}`);
  if (findings.length > 0) {
    console.error(`${findings.map((finding) => `${pc.red("stale")} ${finding}`).join("\n")}\n`);
    console.error(`Run ${command}, and commit what it writes.`);
    return 1;
  }
  const bundles = bundlesBuilt ? "" : ` (bundles are not built yet: ${command})`;
  console.log(`${pc.green("up to date")} generated/ is what its sources generate${bundles}`);
  return 0;
}
