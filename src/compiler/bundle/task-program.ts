// The program of a task: its code, and what it is called with.
import type { OutletModel } from "../../model/dag/asset.ts";
import type { EventSchemas } from "../../model/dag/dag-description.ts";
import type { TaskCodeModel } from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { bundlePath } from "../../model/project.ts";
import type { Program } from "./bundle-programs.ts";
import type { ProgramBuild } from "./program-build.ts";
import type { ExportedCode } from "./read-source.ts";

/** A task and where its code is. */
interface TaskToBundle {
  readonly dagId: string;
  /** The DAG module, relative to the project's folder. */
  readonly dagFile: string;
  readonly task: TaskCodeModel;
  readonly code: ExportedCode | undefined;
  readonly isSensor: boolean;
  readonly outlets: readonly OutletModel[];
  /** Of all assets of the DAG. */
  readonly eventSchemas: EventSchemas;
  /** JSON Schemas of the DAG's params, for running the task by hand. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly buildOf: ProgramBuild;
  /** Where local.env is, relative to the project's folder. */
  readonly dagsFolder: string;
}

/** The program that runs a task. */
export function taskProgram({
  dagId,
  dagFile,
  task,
  code,
  isSensor,
  outlets,
  eventSchemas,
  params,
  buildOf,
  dagsFolder,
}: TaskToBundle): Program {
  const { taskId, operatorName, doc, input, inputSchema, connections } = task;
  const { assets, inlets } = readsOf([input]);
  const schemas = Object.entries(eventSchemas).filter(([uri]) => [...assets, ...inlets].includes(uri));
  const said = {
    dagId,
    taskId,
    operatorName,
    ...(isSensor && { isSensor }),
    doc,
    input,
    inputSchema,
    ...(schemas.length > 0 && { eventSchemas: Object.fromEntries(schemas) }),
    ...(outlets.length > 0 && { outlets }),
    connections,
    params,
    dagsFolder,
  };
  const build = buildOf(code?.file ?? dagFile, said);
  const source = code
    ? `import { ${code.exportName} as code } from ${JSON.stringify(`./${code.file}`)};`
    : [
        `import dag from ${JSON.stringify(`./${dagFile}`)};`,
        'import { codeOf } from "windsock:runtime/code-of";',
        `const code = codeOf(dag, ${JSON.stringify(taskId)});`,
      ].join("\n");
  const entry = [
    // First, so that the task's own modules begin without it.
    'import { taskRequest } from "windsock:runtime/task-request";',
    source,
    'import { runProgram } from "windsock:runtime/run-program";',
    `await runProgram(code, ${JSON.stringify({ ...said, build }, null, 2)}, taskRequest);`,
  ].join("\n");
  return { bundle: bundlePath(dagId, taskId), entry, build };
}
