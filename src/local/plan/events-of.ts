// What a run that assets trigger is told of their updates.
import type { JsonValue } from "../../model/json.ts";
import type { AssetEvents } from "../schedule/task-instance.ts";

/** The events of updates, oldest first, by the URI of their asset. */
export function eventsOf(
  updates: readonly { readonly uri: string; readonly extra: JsonValue }[],
): AssetEvents {
  const events: Record<string, JsonValue[]> = {};
  for (const { uri, extra } of updates) {
    events[uri] ??= [];
    events[uri].push({ extra });
  }
  return events;
}
