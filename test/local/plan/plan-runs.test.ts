import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startedRun } from "../../../src/local/plan/one-run.ts";
import { labelOfRun, planRuns } from "../../../src/local/plan/plan-runs.ts";
import { DagModel, modelVersion } from "../../../src/model/dag/dag-model.ts";
import { UsageError } from "../../../src/model/errors.ts";

type Overrides = Partial<Pick<DagModel, "schedule" | "startDate" | "endDate" | "timezone">>;

function dag(overrides: Overrides): DagModel {
  return DagModel.parse({
    modelVersion,
    dagId: "sample",
    position: { file: "dags-ts/sample.ts", line: 1, column: 1 },
    schedule: { kind: "cron", expression: "0 0 * * *" },
    timezone: "UTC",
    catchup: true,
    maxActiveRuns: 16,
    tags: [],
    defaults: {},
    params: {},
    tasks: [],
    groups: [],
    groupEdges: [],
    edgeLabels: [],
    callbacks: [],
    ...overrides,
  });
}

const daily = dag({ startDate: "2021-07-02", endDate: "2021-07-24" });
const labels = (...args: Parameters<typeof planRuns>) => planRuns(...args).map(({ label }) => label);

describe("the runs of a daily DAG", () => {
  test("have their day's start as logical date and cover the day", () => {
    expect(planRuns(daily, { from: "2021-07-02", to: "2021-07-02" })).toEqual([
      {
        runId: "manual__2021-07-02T00:00:00+00:00",
        logicalDate: "2021-07-02T00:00:00.000Z",
        dataIntervalStart: "2021-07-02T00:00:00.000Z",
        dataIntervalEnd: "2021-07-03T00:00:00.000Z",
        assetEvents: {},
        label: "2021-07-02",
      },
    ]);
  });

  test("lie between the start and the end date, both included, when no range is given", () => {
    const all = labels(daily, {});
    expect([all.length, all[0], all.at(-1)]).toEqual([23, "2021-07-02", "2021-07-24"]);
  });

  test("are clipped to the DAG's dates when the range is wider", () => {
    expect(labels(daily, { from: "2021-06-01", to: "2021-07-03" })).toEqual(["2021-07-02", "2021-07-03"]);
    expect(labels(daily, { from: "2021-07-23", to: "2022-01-01" })).toEqual(["2021-07-23", "2021-07-24"]);
  });

  test("start at the first midnight after a start date with a time of day", () => {
    const late = dag({ startDate: "2021-07-02T06:00", endDate: "2021-07-04" });
    expect(labels(late, {})).toEqual(["2021-07-03", "2021-07-04"]);
  });

  test("follow the clocks of the DAG's time zone through a change to summer time", () => {
    const zurich = dag({ startDate: "2021-03-27", endDate: "2021-03-29", timezone: "Europe/Zurich" });
    expect(planRuns(zurich, {}).map(({ logicalDate }) => logicalDate)).toEqual([
      "2021-03-26T23:00:00.000Z",
      "2021-03-27T23:00:00.000Z",
      "2021-03-28T22:00:00.000Z",
    ]);
    expect(labels(zurich, {})[0]).toBe("2021-03-26T230000Z");
  });

  test("are contiguous: each ends where the next begins", () => {
    const day = fc.integer({ min: 0, max: 5000 }).map((days) => new Date(Date.UTC(2015, 0, 1 + days)));
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Zurich",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
    );
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), zone, (first, count, timezone) => {
        const from = first.toISOString().slice(0, 10);
        const to = new Date(first.getTime() + count * 24 * 3600 * 1000).toISOString().slice(0, 10);
        const runs = planRuns(dag({ timezone }), { from, to });
        expect(runs).toHaveLength(count + 1);
        for (const [index, run] of runs.slice(1).entries()) {
          expect(runs[index]?.dataIntervalEnd).toBe(run.logicalDate);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("other schedules", () => {
  test("a last day without a time of day counts to its end", () => {
    const hourly = dag({ schedule: { kind: "cron", expression: "0 * * * *" } });
    expect(labels(hourly, { from: "2021-07-02T22:00", to: "2021-07-02" })).toEqual([
      "2021-07-02T220000Z",
      "2021-07-02T230000Z",
    ]);
    expect(labels(hourly, { from: "2021-07-02", to: "2021-07-02T01:30" })).toEqual([
      "2021-07-02",
      "2021-07-02T010000Z",
    ]);
  });

  test("a weekly schedule covers the week from its tick on", () => {
    const weekly = dag({ schedule: { kind: "cron", expression: "0 0 * * 0" } });
    const [run, ...others] = planRuns(weekly, { from: "2021-07-02", to: "2021-07-10" });
    expect([run?.label, run?.dataIntervalEnd, others]).toEqual([
      "2021-07-04",
      "2021-07-11T00:00:00.000Z",
      [],
    ]);
  });

  test("a fixed distance is counted from the start date", () => {
    const every = dag({ schedule: { kind: "every", seconds: 36 * 3600 }, startDate: "2021-07-01" });
    expect(planRuns(every, { from: "2021-07-02", to: "2021-07-05" }).map((run) => run.logicalDate)).toEqual([
      "2021-07-02T12:00:00.000Z",
      "2021-07-04T00:00:00.000Z",
      "2021-07-05T12:00:00.000Z",
    ]);
  });

  test.each(["once", "none"] as const)("a DAG with schedule %s runs one time, at --from", (kind) => {
    const [run, ...others] = planRuns(dag({ schedule: { kind } }), { from: "2021-07-02" });
    expect(run).toMatchObject({
      logicalDate: "2021-07-02T00:00:00.000Z",
      dataIntervalEnd: "2021-07-02T00:00:00.000Z",
    });
    expect(others).toEqual([]);
  });
});

describe("a DAG that assets trigger", () => {
  const triggered = dag({
    schedule: { kind: "assets", condition: { kind: "asset", uri: "s3://shop/listings" } },
  });

  test("runs one time and has no dates, unless one is given", () => {
    const [run, ...others] = planRuns(triggered, {});
    expect(run).toMatchObject({ logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null });
    expect(run?.runId).toMatch(/^manual__\d{4}-\d\d-\d\dT/);
    expect(others).toEqual([]);
    expect(planRuns(triggered, { from: "2021-07-02" })).toMatchObject([{ label: "2021-07-02" }]);
  });
});

describe("timetables that make runs at their ticks", () => {
  const interval = 36 * 3600;
  const ticks = { kind: "cron_trigger", expression: "0 6 * * *", interval } as const;

  test("a range is one of logical dates, and the DAG's dates bound the ticks", () => {
    const model = dag({ schedule: ticks, startDate: "2026-01-01", endDate: "2026-01-04T06:00" });
    expect(labels(model, {})).toEqual(
      ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"].map((day) => `${day}T180000Z`),
    );
    expect(labels(model, { from: "2026-01-01", to: "2026-01-01" })).toEqual(["2026-01-01T180000Z"]);
    expect(() => planRuns(model, { from: "2026-01-03", to: "2026-01-05" })).toThrow("No run of DAG");
  });

  test("beside assets, a run by the clock is what is asked for", () => {
    const condition = { kind: "asset", uri: "s3://a" } as const;
    const schedule = { kind: "asset_or_time", condition, timetable: ticks } as const;
    const model = dag({ schedule, startDate: "2026-01-02", endDate: "2026-01-03" });
    expect(labels(model, {})).toEqual(["2025-12-31T180000Z"]);
  });

  test("a continuous run goes on from one date to the other", () => {
    const model = dag({ schedule: { kind: "continuous" }, startDate: "2026-01-01" });
    expect(planRuns(model, { from: "2026-01-02", to: "2026-01-03T06:00" })).toMatchObject([
      {
        logicalDate: "2026-01-02T00:00:00.000Z",
        dataIntervalStart: "2026-01-02T00:00:00.000Z",
        dataIntervalEnd: "2026-01-03T06:00:00.000Z",
      },
    ]);
    const before = new Date().toISOString();
    const [run] = planRuns(model, {});
    expect(run?.dataIntervalStart).toBe("2026-01-01T00:00:00.000Z");
    expect(String(run?.dataIntervalEnd) >= before).toBe(true);
    const over = dag({ schedule: { kind: "continuous" }, startDate: "2026-01-01", endDate: "2026-01-02" });
    expect(() => planRuns(over, {})).toThrow("No run of DAG");
  });
});

describe("a range that makes no sense is refused", () => {
  test.each([
    ["from a day that does not exist", daily, { from: "2021-02-30" }, '--from "2021-02-30" is not a date.'],
    ["from a word", daily, { from: "yesterday" }, '--from "yesterday" is not a date.'],
    [
      "to a date with an offset",
      daily,
      { to: "2021-07-02T00:00Z" },
      '--to "2021-07-02T00:00Z" is not a date.',
    ],
    ["without a start date", dag({}), { to: "2021-07-02" }, 'DAG "sample" has no start date: give --from'],
    ["without an end date", dag({}), { from: "2021-07-02" }, 'DAG "sample" has no end date: give --to'],
    [
      "before the start date",
      daily,
      { from: "2020-01-01", to: "2020-12-31" },
      "start date 2021-07-02, end date 2021-07-24",
    ],
    ["backwards", daily, { from: "2021-07-05", to: "2021-07-03" }, "No run of DAG"],
    [
      "of millions of runs",
      dag({ schedule: { kind: "every", seconds: 1 } }),
      { from: "2021-07-02", to: "2022-07-02" },
      "Narrow it.",
    ],
  ])("%s", (_, model, range, message) => {
    expect(() => planRuns(model, range)).toThrow(UsageError);
    expect(() => planRuns(model, range)).toThrow(message);
  });

  test("a run before the start date of a DAG without schedule", () => {
    const once = dag({ schedule: { kind: "once" }, startDate: "2021-07-02" });
    expect(() => planRuns(once, { from: "2021-07-01" })).toThrow("No run of DAG");
  });
});

describe("the label of a run is its own", () => {
  const moment = new Date("2026-01-01T10:20:30.123Z");

  test.each([
    ["manual__2021-07-02T00:00:00+00:00", "2021-07-02"],
    ["asset_triggered__2021-07-02T10:20:30+00:00", "2021-07-02T102030Z"],
    ["manual__2021-07-02T10:20:30.045000+00:00", "2021-07-02T102030.045Z"],
    ["manual__2021-07-02T00:00:00.045000+00:00", "2021-07-02T000000.045Z"],
    ["nightly", "nightly"],
    ["nightly__of_linz", "nightly__of_linz"],
    ["nightly__2021-07-02", "nightly__2021-07-02"],
  ])("%s: %s", (runId, label) => {
    expect(labelOfRun(runId)).toBe(label);
  });

  test("among runs of one second that other DAGs' tasks start", () => {
    const model = dag({ schedule: { kind: "none" } });
    const runs = [
      startedRun(model, moment),
      startedRun(model, new Date(moment.getTime() + 1)),
      startedRun(model, moment, "nightly"),
      startedRun(model, moment, "../nightly"),
    ];
    expect(new Set(runs.map(({ label }) => label)).size).toBe(4);
    expect(runs.map(({ runId }) => labelOfRun(runId))).toEqual(runs.map(({ label }) => label));
    expect(runs.at(-1)?.label).not.toContain("/");
  });
});
