// How a task's process is told what to do and how it answers. Spoken by the emitted DAG's helper, the local
// runner and every bundle; `python/running.py` is its other implementation.
import type { Connection } from "../connection/connection.ts";
import type { JsonValue } from "../json.ts";
import type { CallbackContext } from "./callback-context.ts";
import type { RunContext } from "./run-context.ts";
import type { TaskError } from "./task-error.ts";

/** Rises whenever one side would misunderstand the other. */
export const protocolVersion = 4;

/**
 * Set to the number of a file descriptor, which is a TaskRequest as JSON to its end. No process's environment, no
 * argument and no file that has a name holds the request, for it has secrets.
 */
export const requestVariable = "WINDSOCK_REQUEST";

export interface TaskRequest {
  readonly protocolVersion: number;
  /** Which build of the bundle the asking DAG file was generated with; left out by who reads the bundle's own model. */
  readonly build?: string;
  readonly context: RunContext;
  /** The operator's input as JSON text: in Airflow as `WINDSOCK_INPUT` was rendered, stored and shown. */
  readonly input: string;
  /** By the name the operator gave the connection. */
  readonly connections: Readonly<Record<string, Connection>>;
  /** Where the outcome is written. The folder exists, the file does not. */
  readonly outcomeFile: string;
}

/** As the model has assets. */
interface UpdatedAsset {
  readonly uri: string;
  readonly name?: string | undefined;
  readonly extra?: Readonly<Record<string, JsonValue>> | undefined;
}

/** What a task says of an event of one of its outlets. */
export interface OutletUpdate {
  /** Key of the outlet. */
  readonly outlet: string;
  /** Of an alias: the asset that was updated. Of an asset there is one event, and this is what it carries. */
  readonly asset?: UpdatedAsset | undefined;
  readonly extra: JsonValue;
}

/** What a task that ran to an end reports; the process then exits with 0. */
export type TaskOutcome =
  | {
      readonly kind: "success";
      readonly value: JsonValue;
      /** What the task itself says of the events of its outlets; absent where it says nothing. */
      readonly updates?: readonly OutletUpdate[] | undefined;
      /** Texts of the Variables to write, by key, in this order; null where one is to be deleted. */
      readonly variables?: Readonly<Record<string, string | null>> | undefined;
    }
  | { readonly kind: "skip"; readonly reason: string }
  /** `error` says more than the reason, to callbacks. */
  | { readonly kind: "fail"; readonly reason: string; readonly error?: TaskError | undefined };

/** What a poke of a sensor reports. */
export type PokeOutcome =
  | TaskOutcome
  /** What it waits for is not there yet. */
  | { readonly kind: "not_done" };

/**
 * What a task reports that may be tried again, as far as it gets to it; the process then exits with another code, which
 * alone says that it failed.
 */
export interface TaskFailure {
  readonly kind: "error";
  readonly error: TaskError;
}

/** What the bundle of a callback is asked. It reports nothing but its exit code. */
export interface CallbackRequest {
  readonly protocolVersion: number;
  /** As in a TaskRequest. */
  readonly build?: string;
  readonly context: CallbackContext;
  readonly input: JsonValue;
  /** By the name the callback gave the connection. */
  readonly connections: Readonly<Record<string, Connection>>;
}

/** Exit codes of a task's process. */
export const exitCodes = {
  /** The outcome file says what came of it; run by hand: success. */
  done: 0,
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Run by hand, a sensor that has looked: what it waits for is not there yet. */
  notDone: 3,
  /** Run by hand and skipped; Airflow's own skip code. */
  skipped: 99,
  /** Asked to stop by SIGINT, as shells report it (128 + 2). */
  interrupted: 130,
  /** Asked to stop by SIGTERM (128 + 15). */
  terminated: 143,
} as const;
