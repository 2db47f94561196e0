// One try of a task: gives its process the request, keeps its log, and reads its outcome.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { inheritedVariables } from "../../model/run/task-environment.ts";
import { maskedError, plainError } from "../../model/run/task-error.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import type { PokeResult, TryResult } from "../schedule/try-result.ts";
import { readFailure, readOutcome } from "./read-outcome.ts";
import { type ProcessEnd, type ProcessOptions, runProcess } from "./run-process.ts";
import { TryLog, writeLog } from "./try-log.ts";

/** Places of one try, which are taken away behind it. */
export interface TryPlaces {
  /** A private folder. */
  readonly folder: string;
  /** Where the process writes its outcome. */
  readonly outcomeFile: string;
}

export interface TryOptions {
  readonly command: ProcessOptions["command"];
  /** What the process is asked. */
  readonly request: (places: TryPlaces) => unknown;
  /** The process's working directory. */
  readonly folder: string;
  /** What the process inherits. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes the secrets out of whatever the process says. */
  readonly masker: Masker;
  /** Takes all output of the process. */
  readonly logFile: string;
  /** Whether the log goes on behind what it holds, or is made anew. */
  readonly append: boolean;
  /** Told what the process says, masked, as it is written to the log. */
  readonly heard: (masked: Buffer) => void;
  /** Where the outcome file is made. */
  readonly outcomeFolder: string;
  /** Seconds; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

export async function runTry(options: TryOptions): Promise<PokeResult> {
  mkdirSync(options.outcomeFolder, { recursive: true });
  const folder = mkdtempSync(path.join(options.outcomeFolder, "try-"));
  const outcomeFile = path.join(folder, "outcome.json");
  try {
    const end = await runLogged(options, { folder, outcomeFile });
    const result = resultOf(end, outcomeFile, options.timeout);
    return masked(result, options.masker);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A failure found before there is a process: the log tells about it, and a retry would find the same. */
export function noteFailure(logFile: string, reason: string): TryResult {
  writeLog(logFile, `${reason}\n`);
  return { kind: "fail", reason };
}

function masked(result: PokeResult, masker: Masker): PokeResult {
  if (!("reason" in result)) return result;
  const reason = masker.text(result.reason);
  if (!("error" in result) || !result.error) return { ...result, reason };
  return { ...result, reason, error: maskedError(result.error, masker) };
}

/** A task that does not run here: the log tells why. */
export function noteSkip(logFile: string, reason: string): TryResult {
  writeLog(logFile, `${reason}\n`);
  return { kind: "skip", reason };
}

async function runLogged(options: TryOptions, places: TryPlaces): Promise<ProcessEnd> {
  const { command, folder, masker, logFile, append, heard, timeout, signal } = options;
  const log = await TryLog.open(logFile, masker.stream(), places.folder, heard, { append });
  const end = await runProcess({
    command,
    folder,
    env: inheritedVariables(options.env),
    request: JSON.stringify(options.request(places)),
    log,
    timeout,
    signal,
  });
  const incomplete = await log.close();
  return incomplete !== undefined && end.kind === "ended" ? { kind: "broken", reason: incomplete } : end;
}

function resultOf(end: ProcessEnd, outcomeFile: string, timeout: number | null): PokeResult {
  switch (end.kind) {
    case "stopped":
      return { kind: "stopped" };
    case "timed-out": {
      const reason = `it took longer than its execution timeout of ${timeout} s`;
      return { kind: "error", reason, error: plainError("AirflowTaskTimeout", `I${reason.slice(1)}.`) };
    }
    case "broken": {
      const error =
        readFailure(outcomeFile) ?? plainError("AirflowException", `The task failed: ${end.reason}.`);
      return { kind: "error", reason: end.reason, error };
    }
    case "ended":
      return readOutcome(outcomeFile);
  }
}
