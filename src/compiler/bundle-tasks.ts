// Bundles each task into one self-contained file that is also a program.
import path from "node:path";
import { build } from "esbuild";
import type { TaskModel } from "../model/dag-model.ts";
import { bundlePath } from "../model/project.ts";
import { BuildError } from "./build-error.ts";
import { bundlerOptions, bundlerProblems, entryPlugin } from "./bundler.ts";
import type { ExportedCode } from "./read-source.ts";

/** A task and where its code is. */
export interface TaskToBundle {
  readonly dagId: string;
  /** The DAG module, relative to the project's folder. */
  readonly dagFile: string;
  readonly task: TaskModel;
  readonly code: ExportedCode | undefined;
  /** JSON Schemas of the DAG's params, for running the task by hand. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Tells one build of the DAG from another. */
  readonly build: string;
}

/** Generated files by path relative to the generated folder. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * The bundles and their source maps. Bytes depend on nothing but the sources and the installed packages.
 *
 * @throws {BuildError} when a task's code does not bundle
 */
export async function bundleTasks(
  projectFolder: string,
  outputFolder: string,
  tasks: readonly TaskToBundle[],
): Promise<Files> {
  if (tasks.length === 0) return new Map();
  const entries = new Map(tasks.map((task) => [entryName(task), taskEntry(task)]));
  try {
    const { outputFiles } = await build({
      ...bundlerOptions(projectFolder),
      entryPoints: tasks.map((task) => ({
        in: entryName(task),
        out: withoutEnding(bundlePath(task.dagId, task.task.taskId)),
      })),
      outdir: outputFolder,
      write: false,
      plugins: [entryPlugin(projectFolder, entries)],
    });
    return new Map(
      outputFiles.map((file) => [
        path.relative(outputFolder, file.path).replaceAll(path.sep, "/"),
        file.contents,
      ]),
    );
  } catch (error) {
    throw new BuildError(bundlerProblems(error));
  }
}

function entryName({ dagId, task }: TaskToBundle): string {
  return `windsock:${dagId}/${task.taskId}`;
}

function withoutEnding(file: string): string {
  return file.slice(0, -path.extname(file).length);
}

function taskEntry({ dagId, dagFile, task, code, params, build }: TaskToBundle): string {
  const { taskId, operatorName, doc, input, inputSchema, connections } = task;
  const program = { dagId, taskId, operatorName, doc, input, inputSchema, connections, params, build };
  const source = code
    ? `import { ${code.exportName} as code } from ${JSON.stringify(`./${code.file}`)};`
    : [
        `import dag from ${JSON.stringify(`./${dagFile}`)};`,
        'import { codeOf } from "windsock:runtime/code-of";',
        `const code = codeOf(dag, ${JSON.stringify(taskId)});`,
      ].join("\n");
  return [
    source,
    'import { runProgram } from "windsock:runtime/run-program";',
    `await runProgram(code, ${JSON.stringify(program, null, 2)});`,
  ].join("\n");
}
