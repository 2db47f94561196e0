// What tasks are told of assets' updates.
import type { JsonValue } from "../../model/json.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { AssetEvents } from "../schedule/task-instance.ts";
import { type AssetUpdate, keysOf } from "./asset-log.ts";

/** An update by a task, or by nobody that is known. */
type Update = Pick<AssetUpdate, "uri" | "aliases" | "extra" | "at" | "mapIndex"> & {
  readonly [Source in "dagId" | "taskId" | "runId"]: string | null;
};

/** The events of updates, oldest first, by the key of their asset, and of the aliases through which it was updated. */
export function eventsOf(updates: readonly Update[]): AssetEvents {
  const events: Record<string, JsonValue[]> = {};
  for (const update of updates) {
    for (const key of keysOf(update)) {
      events[key] ??= [];
      events[key]?.push(eventOf(update));
    }
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
