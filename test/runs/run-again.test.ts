// The commands that run something again are such as the runner understands.
import { expect, test } from "vitest";
import { planRuns } from "../../src/local/plan/plan-runs.ts";
import type { DagModel } from "../../src/model/dag/dag-model.ts";
import { readParams } from "../../src/model/run/named-values.ts";
import { runAgain } from "../../src/runs/history/run-again.ts";
import type { RunHistory } from "../../src/runs/history/run-history.ts";
import { sampleDag } from "../local/sample-dag.ts";

const history = (runId: string, interval: RunHistory["interval"]): RunHistory => ({
  runId,
  label: "",
  state: "failed",
  runner: undefined,
  begunAt: "",
  startedAt: null,
  endedAt: null,
  interval,
  params: {},
  triggeredBy: [],
  instances: new Map(),
});

const cron = (expression: string, timezone: string) =>
  sampleDag({ a: [] }, { schedule: { kind: "cron", expression }, timezone, startDate: "2026-01-01" });

test.each([
  ["a day", cron("0 0 * * *", "UTC"), "2026-03-01"],
  ["a day of another time zone", cron("0 0 * * *", "Europe/Vienna"), "2026-07-01"],
  ["an hour", cron("0 * * * *", "America/New_York"), "2026-03-01T06:00"],
  ["the first hour of a day", cron("0 * * * *", "UTC"), "2026-03-01T00:00"],
  ["six in the morning", cron("0 6 * * *", "Asia/Tokyo"), "2026-03-01T06:00"],
])("%s is run again as one run, the same one", (_, dag: DagModel, date) => {
  const [run] = planRuns(dag, { from: date, to: date });
  const { runId = "", dataIntervalStart: start, dataIntervalEnd: end } = run ?? {};
  const again = runAgain(dag, history(runId, { start: start ?? "", end: end ?? "" }), {}, false);
  const [, from, to] = /--from (\S+) --to (\S+) --resume$/.exec(again?.resume ?? "") ?? [];
  expect(planRuns(dag, { from, to }).map((each) => each.runId)).toEqual([runId]);
});

test("a run of an earlier release is known by its id", () => {
  const again = runAgain(
    cron("@daily", "UTC"),
    history("manual__2026-03-01T00:00:00+00:00", null),
    {},
    false,
    "a",
  );
  expect(again).toEqual({
    repeat: "npx windsock run sample --from 2026-03-01 --to 2026-03-01 --task a",
    resume: "npx windsock run sample --from 2026-03-01 --to 2026-03-01 --task a --resume",
  });
});

test("a run without dates can be gone on with while it is the latest one", () => {
  const undated = history("asset_triggered__2026-03-01T00:00:00.123000+00:00", null);
  expect(runAgain(sampleDag({ a: [] }), undated, {}, false)).toBeNull();
  expect(runAgain(sampleDag({ a: [] }), undated, {}, true)?.resume).toBe("npx windsock run sample --resume");
});

test("params that differ from the defaults are said as the runner reads them", async () => {
  const params = {
    text: { type: "string", default: "x" },
    same: { type: "integer", default: 3 },
    any: {},
    list: { type: "array", default: [] },
  };
  const given = { text: "5", same: 3, any: "5", list: [1, "it's"] };
  const dag = sampleDag({ a: [] }, { params });
  const again = runAgain(dag, history("manual__2026-03-01T00:00:00+00:00", null), given, false);
  expect(again?.repeat).toBe(
    `npx windsock run sample --from 2026-03-01 --to 2026-03-01 --param text=5 --param 'any="5"' --param 'list=[1,"it'\\''s"]'`,
  );
  const read = await readParams("sample", params, ["text=5", 'any="5"', 'list=[1,"it\'s"]']);
  expect(read).toEqual(given);
});
