// What tasks are told of assets' updates.
import type { JsonValue } from "../../model/json.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { AssetUpdate } from "../memory/asset-log.ts";
import type { AssetEvents } from "../schedule/task-instance.ts";

/** An update by a task, or by nobody that is known. */
type Update = Pick<AssetUpdate, "uri" | "extra" | "at" | "mapIndex"> & {
  readonly [Source in "dagId" | "taskId" | "runId"]: string | null;
};

/** The events of updates, oldest first, by the URI of their asset. */
export function eventsOf(updates: readonly Update[]): AssetEvents {
  const events: Record<string, JsonValue[]> = {};
  for (const update of updates) {
    events[update.uri] ??= [];
    events[update.uri]?.push(eventOf(update));
  }
  return events;
}

/** The event of an update, as expressions have it. */
export function eventOf({ uri, extra, at, dagId, taskId, runId, mapIndex }: Update): JsonValue {
  return {
    ...{ uri, extra, timestamp: at },
    ...{
      sourceDagId: dagId,
      sourceTaskId: taskId,
      sourceRunId: runId,
      sourceMapIndex: mapIndex ?? notMapped,
    },
  };
}
