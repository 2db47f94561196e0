// `windsock build`: compiles the DAGs, checks what was generated, or compiles on each save.
import pc from "picocolors";
import { type BuildResult, ProjectBuilder } from "../compiler/build.ts";
import type { BuildOptions } from "../compiler/build-options.ts";
import { builtText, writtenLines } from "../compiler/built-text.ts";
import { formatProblems } from "../compiler/check/format-problems.ts";
import { checkDags } from "../compiler/check-dags.ts";
import { loadProject } from "../compiler/config/load-project.ts";
import { filesOfProblems } from "../compiler/watch/missing-imports.ts";
import { watchDags } from "../compiler/watch.ts";
import { BuildError } from "../model/build-error.ts";
import { buildCommand as command } from "../model/command.ts";
import type { Project } from "../model/project.ts";
import { type Options, text } from "./options.ts";
import { reportError } from "./report-error.ts";
import { timeLimitOf } from "./time-limit.ts";
import { typeCheckerOf } from "./type-checker-of.ts";

/** @returns the exit code */
export async function buildCommand(options: Options): Promise<number> {
  const project = await loadProject(process.cwd());
  const timeLimit = timeLimitOf(options);
  const types = typeCheckerOf(project, options);
  const python = text(options, "python") ?? null;
  const cache = options.cache !== false;
  const given = { timeLimit, types, python, cache, note: console.error };
  if (options.check) return reporting(project, () => runCheck(project, given));
  const builder = new ProjectBuilder(project, given);
  if (!options.watch) return reporting(project, () => runBuild(project, builder));
  return watchDags(project, () => buildAndGoOn(project, builder));
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

/** Whatever happens, the next save may mend it. @returns what to watch */
async function buildAndGoOn(project: Project, builder: ProjectBuilder): Promise<Iterable<string>> {
  try {
    await runBuild(project, builder);
    return builder.inputs;
  } catch (error) {
    if (!(error instanceof BuildError)) {
      await reportError(error);
      return builder.inputs;
    }
    console.error(formatProblems(project.folder, error.problems));
    return [...builder.inputs, ...filesOfProblems(project.folder, error.problems)];
  } finally {
    builder.prepare();
  }
}

async function runBuild({ settings }: Project, builder: ProjectBuilder): Promise<number> {
  const start = performance.now();
  const result = await builder.build();
  const lines = [...writtenLines(result, settings.generated), builtText(result, performance.now() - start)];
  console.log(lines.join("\n"));
  for (const note of [result.note, dagCallbacksNote(result.dags), deadlinesNote(result.dags)]) {
    if (note !== null) console.error(`${pc.yellow("note")} ${note}`);
  }
  return 0;
}

/** What callbacks of DAGs need where nothing else of Windsock's runs. */
function dagCallbacksNote(dags: BuildResult["dags"]): string | null {
  const called = dags.filter(({ model }) => [model.onSuccess, model.onFailure].some((set) => set?.length));
  if (called.length === 0) return null;
  return (
    `The callbacks of ${idsOf(called)} are called in Airflow's DAG processor (Airflow 2: ` +
    "the scheduler's), which needs Node.js and the bundles as workers do. Those of tasks run on workers."
  );
}

/** What Airflow 3.3 keeps from callbacks of deadlines. */
function deadlinesNote(dags: BuildResult["dags"]): string | null {
  const called = dags.filter(({ model: { deadline = [] } }) =>
    deadline.some(({ callback }) => Object.keys(callback.connections).length > 0),
  );
  if (called.length === 0) return null;
  return (
    `The callbacks of the deadlines of ${idsOf(called)} get no connections of Airflow's database: their workers need them in ` +
    "AIRFLOW_CONN_... variables, or in a secrets backend."
  );
}

function idsOf(dags: BuildResult["dags"]): string {
  const ids = dags.map(({ model }) => JSON.stringify(model.dagId)).join(", ");
  return `${dags.length === 1 ? "DAG" : "DAGs"} ${ids}`;
}

async function runCheck(project: Project, options: BuildOptions): Promise<number> {
  const { findings, bundlesBuilt, note } = await checkDags(project, options);
  if (note !== null) console.error(`${pc.yellow("note")} ${note}`);
  if (findings.length > 0) {
    console.error(`${findings.map((finding) => `${pc.red("stale")} ${finding}`).join("\n")}\n`);
    console.error(`Run ${command}, and commit what it writes.`);
    return 1;
  }
  const bundles = bundlesBuilt ? "" : ` (bundles are not built yet: ${command})`;
  console.log(
    `${pc.green("up to date")} ${project.settings.generated}/ is what its sources generate${bundles}`,
  );
  return 0;
}
