import { describe, expect, test } from "vitest";
import { nextRuns } from "../../../src/local/plan/next-runs.ts";
import { planRuns } from "../../../src/local/plan/plan-runs.ts";
import type { DagModel } from "../../../src/model/dag/dag-model.ts";
import type { ScheduleModel } from "../../../src/model/dag/schedule.ts";
import { sampleDag } from "../sample-dag.ts";

type DagOverrides = Partial<DagModel>;

const cron = (expression: string): ScheduleModel => ({ kind: "cron", expression });
const dates = (dag: DagOverrides, now: string, count: number) =>
  nextRuns(sampleDag({}, dag), new Date(now), count).map(({ start, end }) => [
    start.toISOString(),
    end.toISOString(),
  ]);

/** Of all the runs that the plan has in some years, those whose interval is not over. */
function planned(dag: DagOverrides, now: string, count: number, to = "2027-06-30") {
  return planRuns(sampleDag({}, { ...dag, endDate: undefined }), { to: to })
    .map(({ dataIntervalStart, dataIntervalEnd }) => [dataIntervalStart, dataIntervalEnd])
    .filter(([, end]) => String(end) > now)
    .slice(0, count);
}

describe("the next runs", () => {
  test.each([
    ["0 0 * * *", "UTC", "2026-03-01T12:00:00.000Z"],
    ["30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00.000Z"],
    ["30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00.000Z"],
    ["0 * * * *", "America/New_York", "2026-10-31T23:30:00.000Z"],
    ["0 */6 * * *", "America/New_York", "2026-03-08T06:30:00.000Z"],
    ["0 0 * * 1-5", "Asia/Kathmandu", "2026-05-02T00:00:00.000Z"],
    ["0 0 1 */3 *", "Australia/Lord_Howe", "2026-05-02T00:00:00.000Z"],
    ["0 0 * * *", "UTC", "2026-03-02T00:00:00.000Z"],
    ["0 0 * * *", "UTC", "2020-03-02T00:00:00.000Z"],
  ])(
    "of %j in %s at %s are those of the plan, from the interval that is under way",
    (text, timezone, now) => {
      const dag = { schedule: cron(text), timezone, startDate: "2023-11-03", endDate: undefined };
      const expected = planned(dag, now, 14);
      expect(expected.length).toBeGreaterThan(1);
      expect(dates(dag, now, 14).slice(0, expected.length)).toEqual(expected);
    },
  );

  test("of a schedule with years between are found", () => {
    const dag = { schedule: cron("0 0 29 2 *"), startDate: "1999-01-01", endDate: undefined };
    const now = "2026-03-01T12:00:00.000Z";
    expect(dates(dag, now, 3)).toEqual(planned(dag, now, 3, "2033-01-01"));
    expect(dates(dag, now, 1)).toEqual([["2024-02-29T00:00:00.000Z", "2028-02-29T00:00:00.000Z"]]);
  });

  test("of a fixed distance are counted from the start date, whatever clocks do", () => {
    const dag: DagOverrides = {
      schedule: { kind: "every", seconds: 5400 },
      timezone: "America/New_York",
      startDate: "2026-01-01",
      endDate: undefined,
    };
    const now = "2026-11-01T05:59:00.000Z";
    expect(dates(dag, now, 14)).toEqual(planned(dag, now, 14));
    expect(dates(dag, now, 1)).toEqual([["2026-11-01T05:00:00.000Z", "2026-11-01T06:30:00.000Z"]]);
  });

  test("of a schedule by the second are found at once, years after the start date", () => {
    const dag: DagOverrides = {
      schedule: { kind: "every", seconds: 1 },
      startDate: "1990-01-01",
      endDate: undefined,
    };
    expect(dates(dag, "2026-01-01T00:00:00.500Z", 1)).toEqual([
      ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:01.000Z"],
    ]);
  });

  test("end with the DAG's end date", () => {
    const dag = { schedule: cron("0 0 * * *"), startDate: "2026-01-01", endDate: "2026-01-04" };
    expect(dates(dag, "2026-01-03T12:00:00Z", 5).map(([start]) => start?.slice(0, 10))).toEqual([
      "2026-01-03",
      "2026-01-04",
    ]);
    expect(dates(dag, "2026-01-05T12:00:00Z", 5)).toEqual([]);
  });

  test("of a DAG that runs once are its start date, until that is over", () => {
    const dag: DagOverrides = { schedule: { kind: "once" }, startDate: "2026-01-01", endDate: undefined };
    expect(dates(dag, "2025-12-31T00:00:00Z", 5)).toEqual([
      ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
    ]);
    expect(dates(dag, "2026-01-02T00:00:00Z", 5)).toEqual([]);
  });

  test("of ticks are those that are to come, also without a start date", () => {
    const schedule = {
      kind: "cron_trigger",
      expression: "0 6 * * *",
      interval: 0,
      runImmediately: true,
    } as const;
    const dag = { schedule, startDate: undefined, endDate: undefined };
    expect(dates(dag, "2026-01-01T06:00:00Z", 2)).toEqual([
      ["2026-01-02T06:00:00.000Z", "2026-01-02T06:00:00.000Z"],
      ["2026-01-03T06:00:00.000Z", "2026-01-03T06:00:00.000Z"],
    ]);
  });

  test("are none where none is asked for, and where dates make no runs", () => {
    expect(dates({ schedule: cron("0 0 * * *"), endDate: undefined }, "2026-01-01T00:00:00Z", 0)).toEqual([]);
    expect(dates({ schedule: { kind: "none" } }, "2021-07-01T00:00:00Z", 5)).toEqual([]);
    const assets = { kind: "assets", condition: { kind: "asset", uri: "s3://a" } } as const;
    expect(dates({ schedule: assets }, "2021-07-01T00:00:00Z", 5)).toEqual([]);
  });
});
