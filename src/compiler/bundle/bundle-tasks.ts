// Bundles each task into one self-contained file that is also a program.
import path from "node:path";
import { build } from "esbuild";
import { BuildError } from "../../model/build-error.ts";
import type { TaskCodeModel } from "../../model/dag/task-model.ts";
import type { Problem } from "../../model/problem.ts";
import { bundlePath, generatedFolder, type Project } from "../../model/project.ts";
import type { Externals } from "../externals/external.ts";
import { externalPlugin } from "../externals/external-plugin.ts";
import { bundlerOptions, bundlerProblems, entryPlugin } from "./bundler.ts";
import type { ExportedCode } from "./read-source.ts";

/** A task and where its code is. */
export interface TaskToBundle {
  readonly dagId: string;
  /** The DAG module, relative to the project's folder. */
  readonly dagFile: string;
  readonly task: TaskCodeModel;
  readonly code: ExportedCode | undefined;
  /** JSON Schemas of the DAG's params, for running the task by hand. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Tells one build of the DAG from another. */
  readonly build: string;
  /** Where local.env is, relative to the project's folder. */
  readonly dagsFolder: string;
}

/** Generated files by path relative to the generated folder. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Tasks in one call of esbuild: many, to parse what they share once; not all, since they are held in memory. */
const batchSize = 50;

/**
 * The bundles and their source maps, a batch of tasks at a time: one is bundled while another is used. Bytes
 * depend on nothing but the sources and the installed packages.
 *
 * @throws {BuildError} with the problems of all batches, at the end
 */
export async function* bundleTasks(
  project: Project,
  tasks: readonly TaskToBundle[],
  externals: Externals,
): AsyncGenerator<Files, void> {
  const problems: Problem[] = [];
  const start = (first: number) => {
    const batch = bundleBatch(project, tasks.slice(first, first + batchSize), externals);
    // It is awaited a batch later, or never, when the one before it could not be written.
    batch.catch(() => undefined);
    return batch;
  };
  let next = start(0);
  for (let first = batchSize; first < tasks.length + batchSize; first += batchSize) {
    const batch = next;
    next = start(first);
    const { files, problems: found } = await batch;
    problems.push(...found);
    if (problems.length === 0) yield files;
  }
  if (problems.length > 0) throw new BuildError(problems);
}

interface Batch {
  readonly files: Files;
  readonly problems: readonly Problem[];
}

async function bundleBatch(
  project: Project,
  tasks: readonly TaskToBundle[],
  externals: Externals,
): Promise<Batch> {
  if (tasks.length === 0) return { files: new Map(), problems: [] };
  const outputFolder = generatedFolder(project);
  const entries = new Map(tasks.map((task) => [entryName(task), taskEntry(task)]));
  try {
    const { outputFiles } = await build({
      ...bundlerOptions(project),
      metafile: false,
      entryPoints: tasks.map((task) => ({
        in: entryName(task),
        out: withoutEnding(bundlePath(task.dagId, task.task.taskId)),
      })),
      outdir: outputFolder,
      write: false,
      plugins: [externalPlugin(externals), entryPlugin(project, entries)],
    });
    const nameOf = (file: string) => path.relative(outputFolder, file).replaceAll(path.sep, "/");
    return { files: new Map(outputFiles.map((file) => [nameOf(file.path), file.contents])), problems: [] };
  } catch (error) {
    return { files: new Map(), problems: bundlerProblems(error) };
  }
}

function entryName({ dagId, task }: TaskToBundle): string {
  return `windsock:${dagId}/${task.taskId}`;
}

function withoutEnding(file: string): string {
  return file.slice(0, -path.extname(file).length);
}

function taskEntry({ dagId, dagFile, task, code, params, build, dagsFolder }: TaskToBundle): string {
  const { taskId, operatorName, doc, input, inputSchema, connections } = task;
  const program = {
    dagId,
    taskId,
    operatorName,
    doc,
    input,
    inputSchema,
    connections,
    params,
    build,
    dagsFolder,
  };
  const source = code
    ? `import { ${code.exportName} as code } from ${JSON.stringify(`./${code.file}`)};`
    : [
        `import dag from ${JSON.stringify(`./${dagFile}`)};`,
        'import { codeOf } from "windsock:runtime/code-of";',
        `const code = codeOf(dag, ${JSON.stringify(taskId)});`,
      ].join("\n");
  return [
    // First, so that the task's own modules begin without it.
    'import { taskRequest } from "windsock:runtime/task-request";',
    source,
    'import { runProgram } from "windsock:runtime/run-program";',
    `await runProgram(code, ${JSON.stringify(program, null, 2)}, taskRequest);`,
  ].join("\n");
}
