// Notes the assets that a successful task updated.
import type { JsonValue } from "../../model/json.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import type { AssetLog } from "./asset-log.ts";

/** As in Airflow, the event of each outlet carries what the task returned, where that is an object. */
export function recordUpdates(assets: Pick<AssetLog, "updated">, dagId: string, event: RunEvent): void {
  if (event.kind !== "task-finished" || event.instance.state !== "success") return;
  const { run, task, mapIndex } = event.instance;
  for (const { uri } of task.outlets) {
    const extra = objectOrNothing(run.outputs.get(task.taskId, mapIndex));
    const source = {
      dagId,
      runId: run.runId,
      taskId: task.taskId,
      ...(mapIndex !== notMapped && { mapIndex }),
    };
    assets.updated({ uri, ...source, extra });
  }
}

function objectOrNothing(value: JsonValue | undefined): JsonValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
