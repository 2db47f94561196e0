// Checks that a DAG lets those runs be which its own schedule makes.
import type { DagModel } from "../dag/dag-model.ts";

/** What Airflow refuses of a DAG's `allowedRunTypes` (DAG._validate_allowed_run_types), as sentences. */
export function checkRunTypes({ allowedRunTypes, schedule }: DagModel): string[] {
  if (allowedRunTypes === undefined) return [];
  const own = ownRunType(schedule.kind);
  if (allowedRunTypes.includes(own)) return [];
  const why = own === "manual" ? "has no schedule" : `has a schedule that makes "${own}" runs`;
  return [`The DAG's allowedRunTypes lack "${own}", and Airflow refuses that where a DAG ${why}. Add it.`];
}

function ownRunType(kind: DagModel["schedule"]["kind"]) {
  switch (kind) {
    case "none":
      return "manual";
    case "assets":
    case "asset_or_time":
      return "asset_triggered";
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
    case "once":
    case "continuous":
      return "scheduled";
  }
}
