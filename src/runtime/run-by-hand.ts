// Runs a task for a person: values from the command line, the environment and .env; the result on stdout.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { windsockCommand } from "../model/command.ts";
import { embeddedWarehouseType } from "../model/connection/connection-types.ts";
import { Environment, loadEnvironment } from "../model/connection/environment.ts";
import { connectionVariable } from "../model/connection/variable-names.ts";
import { readWrittenVariables } from "../model/connection/written-variables.ts";
import { MissingValueError, UsageError, usageText } from "../model/errors.ts";
import { findProjectFolder, ProjectNotFoundError } from "../model/project.ts";
import { exitCodes } from "../model/run/task-protocol.ts";
import { taskMasker } from "../model/secrets/task-masker.ts";
import type { Logger } from "../sdk/logger.ts";
import { checkEvents } from "./check-events.ts";
import { readCommandLine } from "./command-line.ts";
import { type Execution, executePoke, executeTask } from "./execute-task.ts";
import { inputByHand } from "./input-by-hand.ts";
import { makeLogger } from "./log.ts";
import { maskOutput } from "./mask-output.ts";
import { reportFailure } from "./report-failure.ts";
import { runOf } from "./run-of-command-line.ts";
import { staleBundle } from "./stale-bundle.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";
import type { TaskCode, TaskProgram } from "./task-program.ts";
import { usage } from "./usage.ts";

/** @returns the process's exit code */
export async function runByHand(
  code: TaskCode,
  program: TaskProgram,
  argv: readonly string[],
): Promise<number> {
  // The log goes to stderr, so that stdout holds the result alone.
  const log = makeLogger(process.stderr);
  const signal = stopSignal({ watchParent: false, what: "task" });
  try {
    const commandLine = await readCommandLine(program, argv);
    if (commandLine.help) {
      process.stdout.write(usage(program, commandName()));
      return exitCodes.done;
    }
    const project = projectFolderOf(path.dirname(bundleFile()));
    warnIfStale(program, project, log);
    const environment = environmentOf(project, program.dagsFolder);
    const connections = connectionsOf(program, environment);
    maskOutput(taskMasker(Object.values(connections), program.input, environment));
    const { context, last } = runOf(program, commandLine, project);
    if (last) log.info(`Goes on from the local run ${context.runId}.`);
    const input = inputByHand(program, commandLine.input, { context, environment, last });
    await checkEvents(program.input, input, program.eventSchemas ?? {});
    const outcome = await (program.isSensor ? executePoke : executeTask)(code, {
      input,
      connections,
      context,
      outlets: program.outlets ?? [],
      build: program.build,
      log,
      signal,
    });
    if (outcome.kind === "not_done") {
      log.info("Not yet: what it waits for is not there.");
      return exitCodes.notDone;
    }
    for (const key of Object.keys(outcome.variables ?? {})) {
      log.info(
        `Variable "${key}" stays as it is: Airflow and ${windsockCommand} run write it, and this does not.`,
      );
    }
    process.stdout.write(`${JSON.stringify(outcome.value, null, 2)}\n`);
    return exitCodes.done;
  } catch (error) {
    return await exitCodeOf(error, signal, log);
  }
}

async function exitCodeOf(error: unknown, signal: AbortSignal, log: Logger): Promise<number> {
  if (signal.reason instanceof StopRequest) {
    log.warning(signal.reason.message);
    return signal.reason.exitCode;
  }
  if (error instanceof Error && error.name === "AirflowSkipException") {
    log.info(`Skipped: ${error.message}`);
    return exitCodes.skipped;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${usageText(error.message, commandName())}\n`);
    return exitCodes.usage;
  }
  await reportFailure(log, error);
  return exitCodes.failed;
}

/** How the bundle was called. */
function commandName(): string {
  return `node ${path.basename(process.argv[1] ?? "task.mjs")}`;
}

function bundleFile(): string {
  return fileURLToPath(import.meta.url);
}

/** What comes of the bundle may not be what its sources say. */
function warnIfStale(program: TaskProgram, project: string | null, log: Logger): void {
  const warning = project === null ? null : staleBundle(program, project, bundleFile());
  if (warning !== null) log.warning(warning);
}

/** Null for a bundle that was copied out of its project. */
function projectFolderOf(folder: string): string | null {
  try {
    return findProjectFolder(folder);
  } catch (error) {
    if (error instanceof ProjectNotFoundError) return null;
    throw error;
  }
}

/** Outside of a project there is the process's environment alone. */
function environmentOf(project: string | null, dags: string): Environment {
  if (project === null) return new Environment(process.cwd(), [process.env]);
  return loadEnvironment(project, path.join(project, dags), process.env, readWrittenVariables(project));
}

function connectionsOf(program: TaskProgram, environment: Environment): Execution["connections"] {
  const entries = Object.entries(program.connections).map(([name, connId]) => {
    const connection = environment.connection(connId);
    if (connection.connType === embeddedWarehouseType) {
      throw new MissingValueError(
        `Connection "${connId}" is the embedded warehouse, which lives inside the local runner. Run ` +
          `${windsockCommand} run ${program.dagId} --task ${program.taskId} instead, or set ` +
          `${connectionVariable(connId)} to a PostgreSQL or Redshift server.`,
      );
    }
    return [name, connection] as const;
  });
  return Object.fromEntries(entries);
}
