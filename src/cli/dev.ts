// `windsock dev`: reads the command line, and builds and runs on each save until it is told to stop.
import { loadProject } from "../compiler/config/load-project.ts";
import { DevSession } from "../dev/dev-session.ts";
import { keysHelp, listenForKeys } from "../dev/keys.ts";
import { listenForStop } from "../local/stop-signals.ts";
import { UsageError } from "../model/errors.ts";
import { findProjectFolder } from "../model/project.ts";
import { type Options, text, texts } from "./options.ts";
import { timeLimitOf } from "./time-limit.ts";
import { typeCheckerOf } from "./type-checker-of.ts";

/** @returns the exit code, once it is told to stop */
export async function devCommand(dagId: string | undefined, options: Options): Promise<number> {
  const [tasks, params] = [texts(options, "task"), texts(options, "param")];
  const date = text(options, "date");
  if (dagId === undefined && (tasks.length > 0 || params.length > 0 || date !== undefined)) {
    throw new UsageError("--task, --date and --param say how to run a DAG, and none is named.");
  }
  const folder = findProjectFolder(process.cwd());
  const session = new DevSession({
    ...{ folder, dagId, tasks, params, date, env: process.env, stdout: process.stdout },
    open: () => loadProject(folder),
    timeLimit: timeLimitOf(options),
    typesOf: (project) => typeCheckerOf(project, options),
    help: process.stdin.isTTY ? `Watching. ${keysHelp}.` : "Watching.",
  });
  const stop = listenForStop();
  stop.signal.addEventListener("abort", () => session.quit());
  const closeKeys = listenForKeys(process.stdin, {
    again: () => session.again(),
    quit: () => session.quit(),
  });
  try {
    await session.start();
    return 0;
  } finally {
    closeKeys?.();
    stop.close();
  }
}
