// Makes the one run of a DAG that a test asks for.
import { keysOf } from "../local/memory/asset-log.ts";
import { eventsOf } from "../local/memory/events-of.ts";
import { makeRuns, noPast } from "../local/plan/make-runs.ts";
import { firstRun, planRuns, undatedRun } from "../local/plan/plan-runs.ts";
import type { DagRun, PlannedRun } from "../local/schedule/task-instance.ts";
import { assetsIn, normalizedUri } from "../model/dag/asset.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { assetTrigger } from "../model/dag/schedule.ts";
import { readWallClock } from "../model/run/date-text.ts";
import type { AssetUpdate, DagRunOptions } from "./dag-run.ts";

/**
 * @throws {TypeError} for what is no date, or an asset that the DAG does not wait for
 * @throws {UsageError} when there is no run on that date
 */
export function makeRun(dag: DagModel, { logicalDate, triggeredBy = [] }: DagRunOptions): DagRun {
  checkUpdates(dag, triggeredBy);
  const asked = logicalDate === undefined ? firstRun(dag) : runOn(dag, logicalDate);
  const planned = asked ?? undatedRun(triggeredBy.length > 0 ? "asset_triggered" : "manual", new Date());
  const plan = { ...planned, assetEvents: eventsOf(triggeredBy.map(byNobody)) };
  const [run] = makeRuns(dag, [plan], new Set(dag.tasks.map(({ taskId }) => taskId)), noPast, false);
  return run as DagRun;
}

/** What the events of a test's own updates are made of. */
export function byNobody({ uri, extra, aliases = [], timestamp }: AssetUpdate) {
  const source = { dagId: null, taskId: null, runId: null };
  return {
    uri: normalizedUri(uri),
    extra,
    aliases: [...aliases],
    at: timestamp ?? new Date().toISOString(),
    ...source,
  };
}

function runOn(dag: DagModel, logicalDate: string): PlannedRun | undefined {
  if (!readWallClock(logicalDate)) {
    throw new TypeError(
      `logicalDate ${JSON.stringify(logicalDate)} is not a date. Write 2021-07-02 or 2021-07-02T06:00; it is read ` +
        `in the DAG's time zone, ${dag.timezone}.`,
    );
  }
  return planRuns(dag, { from: logicalDate, to: logicalDate })[0];
}

function checkUpdates({ dagId, schedule }: DagModel, updates: readonly AssetUpdate[]): void {
  const condition = assetTrigger(schedule);
  const keys = condition ? assetsIn(condition) : [];
  const stranger = updates.find((update) => !keysOf(byNobody(update)).some((key) => keys.includes(key)));
  if (!stranger) return;
  const all = keys.length === 0 ? "It is scheduled on none." : `Its assets: ${keys.join(", ")}.`;
  throw new TypeError(
    `triggeredBy: DAG "${dagId}" is not scheduled on asset ${JSON.stringify(stranger.uri)}. ${all}`,
  );
}
