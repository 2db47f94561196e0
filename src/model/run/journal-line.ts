// What the local runner leaves of a DAG's runs that a bundle reads, too, when a person runs it: one JSON text a line.
// The runner's own file, journal-record.ts, has all of a line.
import type { JsonValue } from "../json.ts";
import { fileName } from "../project.ts";
import type { EndState } from "./end-state.ts";
import type { Params } from "./run-context.ts";

/** Where it is, relative to the project's folder. */
export function journalPath(dagId: string): string {
  return `out/state/${fileName(dagId)}.jsonl`;
}

/** These tasks of these runs begin afresh. */
export interface BeginLine {
  readonly kind: "begin";
  readonly runIds: readonly string[];
  readonly taskIds: readonly string[];
  readonly params: Params;
  /** Only where the runs have no dates. */
  readonly assetEvents?: Readonly<Record<string, readonly JsonValue[]>> | undefined;
}

/** A task has ended. */
export interface TaskLine {
  readonly kind: "task";
  readonly runId: string;
  readonly taskId: string;
  /** Of the instance of a mapped task; absent of all others. */
  readonly mapIndex?: number | undefined;
  readonly state: EndState;
  /** What it returned, after a success. */
  readonly value?: JsonValue | undefined;
}
