// A local run and its tasks, as they are shown. Times are ISO 8601 in UTC.
import { notMapped } from "../../model/run/outputs.ts";
import type { Params } from "../../model/run/run-context.ts";
import type { ShownState } from "./states.ts";

/** A task in a run, or an instance of a mapped one. What is null has not happened, or was not kept by the release that ran it. */
export interface InstanceHistory {
  readonly taskId: string;
  readonly state: ShownState;
  readonly tries: number;
  /** When the first try began. */
  readonly startedAt: string | null;
  /** When the last try began. */
  readonly triedAt: string | null;
  readonly endedAt: string | null;
  /** Of all tries, without the waits between them. */
  readonly durationMs: number | null;
  /** Why it was skipped, failed or tried again. */
  reason: string | null;
  /** Of a mapped task, what is known of its instances, by their numbers. */
  readonly mapped: ReadonlyMap<number, InstanceHistory>;
}

export interface RunHistory {
  readonly runId: string;
  /** Names it to people and in file names. */
  readonly label: string;
  /** What the journal says; see DagHistory.stateOf. */
  readonly state: ShownState;
  /** The process that runs it. */
  readonly runner: string | undefined;
  readonly begunAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly interval: { readonly start: string; readonly end: string } | null;
  /** As they were given: not masked. */
  readonly params: Params;
  /** URIs of the assets whose updates triggered it. */
  readonly triggeredBy: readonly string[];
  readonly instances: ReadonlyMap<string, InstanceHistory>;
}

/** A task in a run, or the instance of that number. */
export function instanceOf(
  { instances }: RunHistory,
  taskId: string,
  mapIndex: number,
): InstanceHistory | undefined {
  const instance = instances.get(taskId);
  return mapIndex === notMapped ? instance : instance?.mapped.get(mapIndex);
}

/** How long a run took, or has taken so far, in milliseconds. */
export function runDuration(
  { startedAt, endedAt }: RunHistory,
  isUnderWay: boolean,
  now: number,
): number | null {
  if (startedAt === null || (endedAt === null && !isUnderWay)) return null;
  return (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt);
}
