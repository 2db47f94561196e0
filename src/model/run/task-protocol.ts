// How a task's process is told what to do and how it answers. Spoken by the emitted DAG's helper, the local
// runner and every bundle; `python/shared_module.py` is its other implementation.
import type { Connection } from "../connection/connection.ts";
import type { JsonValue } from "../json.ts";
import type { RunContext } from "./run-context.ts";

/** Rises whenever one side would misunderstand the other. */
export const protocolVersion = 2;

/**
 * Set to the number of a file descriptor, which is a TaskRequest as JSON to its end. No process's environment, no
 * argument and no file that has a name holds the request, for it has secrets.
 */
export const requestVariable = "WINDSOCK_REQUEST";

export interface TaskRequest {
  readonly protocolVersion: number;
  /** Which sources the asking DAG file was generated from; left out by who reads the bundle's own model. */
  readonly build?: string;
  readonly context: RunContext;
  /** The operator's input as JSON text: in Airflow as `WINDSOCK_INPUT` was rendered, stored and shown. */
  readonly input: string;
  /** By the name the operator gave the connection. */
  readonly connections: Readonly<Record<string, Connection>>;
  /** Where the outcome is written. The folder exists, the file does not. */
  readonly outcomeFile: string;
}

/**
 * What a task that ran to an end reports; the process then exits with 0. A task that should be tried again
 * writes nothing and exits with another code.
 */
export type TaskOutcome =
  | { readonly kind: "success"; readonly value: JsonValue }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "fail"; readonly reason: string };

/** Exit codes of a task's process. */
export const exitCodes = {
  /** The outcome file says what came of it; run by hand: success. */
  done: 0,
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Run by hand and skipped; Airflow's own skip code. */
  skipped: 99,
  /** Asked to stop by SIGINT, as shells report it (128 + 2). */
  interrupted: 130,
  /** Asked to stop by SIGTERM (128 + 15). */
  terminated: 143,
} as const;
