// Runs a task for Airflow or the local runner, which read and mask all that it prints; the outcome goes to a file.
import { writeFileSync } from "node:fs";
import type { JsonValue } from "../model/json.ts";
import { readJson } from "../model/read-json.ts";
import { maskedError } from "../model/run/task-error.ts";
import {
  exitCodes,
  type PokeOutcome,
  protocolVersion,
  type TaskRequest,
} from "../model/run/task-protocol.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import { checkEvents } from "./check-events.ts";
import { executePoke, executeTask } from "./execute-task.ts";
import { makeLogger } from "./log.ts";
import { noteFailure } from "./note-failure.ts";
import { outcomeOf } from "./outcome-of.ts";
import { reportFailure } from "./report-failure.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";
import type { TaskCode, TaskProgram } from "./task-program.ts";
import { warnOfLongLog } from "./warn-of-size.ts";

/** @returns the process's exit code */
export async function serveRequest(code: TaskCode, program: TaskProgram, text: string): Promise<number> {
  const log = makeLogger(process.stdout);
  const signal = stopSignal({ watchParent: true, what: "task" });
  try {
    const request = parseRequest(text);
    const { taskId, tryNumber, logicalDate } = request.context;
    log.info(`${program.operatorName} ${taskId}, try ${tryNumber}, ${logicalDate ?? request.context.runId}`);
    const outcome = await outcomeOf(log, async () => {
      checkBuild(program, request);
      checkParams(text);
      const { context, connections } = request;
      const { build, outlets = [] } = program;
      const input = inputOf(request);
      await checkEvents(program.input, input, program.eventSchemas ?? {});
      return (program.isSensor ? executePoke : executeTask)(code, {
        input,
        connections,
        context,
        outlets,
        build,
        log,
        signal,
      });
    });
    signal.throwIfAborted();
    if (outcome.kind === "not_done") log.info("Not yet.");
    // Nobody reads it before this process has ended well. Exclusively: no file that somebody else put there is used.
    writeFileSync(request.outcomeFile, JSON.stringify(await withoutSecrets(outcome, request)), {
      flag: "wx",
      mode: 0o600,
    });
    return exitCodes.done;
  } catch (error) {
    if (signal.reason instanceof StopRequest) {
      log.warning(signal.reason.message);
      return signal.reason.exitCode;
    }
    await reportFailure(log, error);
    await noteFailure(text, error);
    return exitCodes.failed;
  } finally {
    warnOfLongLog(log);
  }
}

/** The file may outlive who waits for it. Few tasks have a reason to give, so the others do not load the masker. */
async function withoutSecrets(outcome: PokeOutcome, { connections }: TaskRequest): Promise<PokeOutcome> {
  if (!("reason" in outcome)) return outcome;
  const { Masker } = await import("../model/secrets/masker.ts");
  const masker = new Masker({ connections: Object.values(connections) });
  // Airflow can neither log nor store the rest of what JavaScript takes for text.
  const reason = masker.text(outcome.reason).replaceAll(/[\0\p{Surrogate}]/gu, "\u{fffd}");
  if (outcome.kind === "skip" || !outcome.error) return { ...outcome, reason };
  return { ...outcome, reason, error: maskedError(outcome.error, masker) };
}

/** Another try finds the same two files. */
function checkBuild({ dagId, build }: TaskProgram, request: TaskRequest): void {
  if (request.build === undefined || request.build === build) return;
  throw new AirflowFailException(
    `The DAG file of "${dagId}" was generated from other sources (build ${request.build}) than this bundle ` +
      `(build ${build}). Deploy generated/*.py and generated/bundles/ of one build together.`,
  );
}

/** What Python wrote and JavaScript does not have would be another value: another try would find the same. */
function inputOf(request: TaskRequest): JsonValue {
  const { value, problem } = readJson(request.input, "input");
  if (problem !== undefined) throw new AirflowFailException(`${problem}.`);
  return value;
}

/** A number in a connection's extra is left to who reads it there: Airflow takes any, and most are read by nobody. */
function checkParams(text: string): void {
  const { problem } = readJson(text, "request");
  if (problem?.startsWith("request.context.params.")) throw new AirflowFailException(`${problem}.`);
}

function parseRequest(text: string): TaskRequest {
  const request = JSON.parse(text) as TaskRequest;
  if (request.protocolVersion !== protocolVersion) {
    throw new Error(
      `The bundle speaks version ${protocolVersion} of the task protocol and was asked in version ` +
        `${request.protocolVersion}. Build the DAGs again, and deploy bundles and DAG files together.`,
    );
  }
  return request;
}
