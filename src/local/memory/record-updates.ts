// Notes the assets that a successful task updated.
import { aliasKey, keyOf } from "../../model/dag/asset.ts";
import type { JsonValue } from "../../model/json.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { OutletUpdate } from "../../model/run/task-protocol.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import type { AssetLog, AssetUpdate } from "./asset-log.ts";

/**
 * As in Airflow, the event of each outlet carries what the task returned, where that is an object, unless the task has
 * said something else; and the event of each asset that it updated through an alias what it said of that.
 */
export function recordUpdates(assets: Pick<AssetLog, "updated">, dagId: string, event: RunEvent): void {
  if (event.kind !== "task-finished" || event.instance.state !== "success") return;
  const { run, task, mapIndex, updates = [] } = event.instance;
  const isOne = mapIndex !== notMapped;
  const source = { dagId, runId: run.runId, taskId: task.taskId, ...(isOne && { mapIndex }) };
  for (const outlet of task.outlets) {
    if (outlet.kind === "alias") continue;
    const said = updates.find((update) => update.outlet === keyOf(outlet));
    const extra = said?.extra ?? objectOrNothing(run.outputs.get(task.taskId, mapIndex));
    assets.updated({ uri: outlet.uri, ...source, extra });
  }
  for (const update of throughAliases(updates)) assets.updated({ ...source, ...update });
}

/** As in Airflow, the same update through several aliases is one. */
function throughAliases(updates: readonly OutletUpdate[]): Pick<AssetUpdate, "uri" | "extra" | "aliases">[] {
  const found = new Map<string, { uri: string; extra: JsonValue; aliases: string[] }>();
  for (const { outlet, asset, extra } of updates) {
    if (!asset) continue;
    const same = JSON.stringify([asset.uri, extra]);
    const update = found.get(same) ?? { uri: asset.uri, extra, aliases: [] };
    found.set(same, update);
    const alias = outlet.slice(aliasKey("").length);
    if (!update.aliases.includes(alias)) update.aliases.push(alias);
  }
  return [...found.values()];
}

function objectOrNothing(value: JsonValue | undefined): JsonValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
