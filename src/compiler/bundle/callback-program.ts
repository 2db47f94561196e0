// The program of a callback.
import type { CallbackCodeModel } from "../../model/dag/callback.ts";
import { callbackPath } from "../../model/project.ts";
import type { Program } from "./bundle-programs.ts";
import type { ProgramBuild } from "./program-build.ts";
import type { ExportedCode } from "./read-source.ts";

/** A callback and where its code is. */
interface CallbackToBundle {
  readonly dagId: string;
  /** The DAG module, relative to the project's folder. */
  readonly dagFile: string;
  readonly callback: CallbackCodeModel;
  readonly code: ExportedCode | undefined;
  readonly buildOf: ProgramBuild;
}

/** The program that runs a callback. */
export function callbackProgram({ dagId, dagFile, callback, code, buildOf }: CallbackToBundle): Program {
  const { name } = callback;
  const build = buildOf(code?.file ?? dagFile, { dagId, name });
  const source = code
    ? `import { ${code.exportName} as code } from ${JSON.stringify(`./${code.file}`)};`
    : [
        `import dag from ${JSON.stringify(`./${dagFile}`)};`,
        'import { callbackOf } from "windsock:runtime/callback-of";',
        `const code = callbackOf(dag, ${JSON.stringify(name)});`,
      ].join("\n");
  const entry = [
    // First, so that the callback's own modules begin without it.
    'import { taskRequest } from "windsock:runtime/task-request";',
    source,
    'import { runCallbackProgram } from "windsock:runtime/run-callback-program";',
    `await runCallbackProgram(code, ${JSON.stringify({ dagId, name, build })}, taskRequest);`,
  ].join("\n");
  return { bundle: callbackPath(dagId, name), entry, build };
}
