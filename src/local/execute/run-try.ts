// One try of a task: gives its process the request, keeps its log, and reads its outcome.
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Connection } from "../../model/connection/connection.ts";
import { makeMasker } from "../../model/connection/mask-secrets.ts";
import type { JsonValue } from "../../model/json.ts";
import type { RunContext } from "../../model/run/run-context.ts";
import { inheritedVariables } from "../../model/run/task-environment.ts";
import {
  inputVariable,
  protocolVersion,
  requestVariable,
  type TaskRequest,
} from "../../model/run/task-protocol.ts";
import type { TryResult } from "../schedule/try-result.ts";
import { maskFile } from "./mask-file.ts";
import { readOutcome } from "./read-outcome.ts";
import { type ProcessEnd, runProcess } from "./run-process.ts";

export interface TryOptions {
  readonly bundle: string;
  /** The process's working directory. */
  readonly folder: string;
  /** What the process inherits. */
  readonly env: NodeJS.ProcessEnv;
  readonly input: JsonValue;
  readonly context: RunContext;
  readonly connections: Readonly<Record<string, Connection>>;
  /** Takes all output of the process; overwritten. */
  readonly logFile: string;
  /** Where the outcome file is made. */
  readonly outcomeFolder: string;
  /** Seconds; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

// Linux's limit for one variable (MAX_ARG_STRLEN), which Airflow's workers have too.
const longestVariable = 128 * 1024;

export async function runTry(options: TryOptions): Promise<TryResult> {
  mkdirSync(options.outcomeFolder, { recursive: true });
  const folder = mkdtempSync(path.join(options.outcomeFolder, "try-"));
  const outcomeFile = path.join(folder, "outcome.json");
  try {
    const variables = protocolVariables(options, outcomeFile);
    const tooLong = checkLength(variables);
    if (tooLong) return noteFailure(options.logFile, tooLong);
    const end = await runLogged(options, { ...inheritedVariables(options.env), ...variables });
    return maskReason(resultOf(end, outcomeFile, options.timeout), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A failure found before there is a process: the log tells about it, and a retry would find the same. */
export function noteFailure(logFile: string, reason: string): TryResult {
  mkdirSync(path.dirname(logFile), { recursive: true });
  writeFileSync(logFile, `${reason}\n`);
  return { kind: "fail", reason };
}

function protocolVariables(options: TryOptions, outcomeFile: string): Record<string, string> {
  const { context, connections, input } = options;
  const request: TaskRequest = { protocolVersion, context, connections, outcomeFile };
  return { [inputVariable]: JSON.stringify(input), [requestVariable]: JSON.stringify(request) };
}

function checkLength(variables: Record<string, string>): string | undefined {
  for (const [name, value] of Object.entries(variables)) {
    const length = Buffer.byteLength(`${name}=${value}`) + 1;
    if (length > longestVariable) {
      return (
        `${name === inputVariable ? "its input" : "its request"} takes ${length} bytes, and an environment ` +
        `variable can hold ${longestVariable}. Pass a reference, such as an object's key, in place of the data.`
      );
    }
  }
  return undefined;
}

async function runLogged(options: TryOptions, env: Record<string, string>): Promise<ProcessEnd> {
  const { bundle, folder, logFile, timeout, signal } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const output = createWriteStream(logFile);
  await once(output, "open");
  try {
    return await runProcess({ bundle, folder, env, output, timeout, signal });
  } finally {
    output.close();
    await maskFile(logFile, makeMasker(Object.values(options.connections)));
  }
}

function resultOf(end: ProcessEnd, outcomeFile: string, timeout: number | null): TryResult {
  switch (end.kind) {
    case "stopped":
      return { kind: "stopped" };
    case "timed-out":
      return { kind: "error", reason: `it took longer than its execution timeout of ${timeout} s` };
    case "broken":
      return { kind: "error", reason: end.reason };
    case "ended":
      return readOutcome(outcomeFile);
  }
}

function maskReason(result: TryResult, { connections }: TryOptions): TryResult {
  if (!("reason" in result)) return result;
  return { ...result, reason: makeMasker(Object.values(connections))(result.reason) };
}
