// When the deadlines of a local run are.
import { expect, test } from "vitest";
import { deadlinesOf } from "../../../src/local/schedule/deadlines-of.ts";
import type { DeadlineReferenceModel } from "../../../src/model/dag/deadline.ts";
import { runWithoutDates } from "../../../src/model/run/make-run.ts";

const callback = { name: "note", input: {}, connections: {}, timeLimit: 15 };
const now = Date.parse("2026-03-01T10:00:00Z");
const dated = { ...runWithoutDates("scheduled__1"), logicalDate: "2026-02-28T00:00:00+00:00" };

function timeOf(
  reference: DeadlineReferenceModel,
  { run = dated, runtimes = [] as number[], timezone = "UTC" } = {},
): string | undefined {
  const dag = { timezone, deadline: [{ reference, interval: 60, callback }] };
  const [deadline] = deadlinesOf(dag, { run, now, runtimes: () => runtimes });
  return deadline && new Date(deadline.time).toISOString();
}

test("count from the logical date, where the run has one", () => {
  expect(timeOf({ kind: "dagrun_logical_date" })).toBe("2026-02-28T00:01:00.000Z");
  expect(timeOf({ kind: "dagrun_logical_date" }, { run: runWithoutDates("manual__1") as never })).toBe(
    undefined,
  );
});

test("count from when the run is made", () => {
  expect(timeOf({ kind: "dagrun_queued_at" })).toBe("2026-03-01T10:01:00.000Z");
});

test("count from a moment in the DAG's time zone", () => {
  const reference = { kind: "fixed_datetime", datetime: "2026-07-01T06:00" } as const;
  expect(timeOf(reference)).toBe("2026-07-01T06:01:00.000Z");
  expect(timeOf(reference, { timezone: "Europe/Zurich" })).toBe("2026-07-01T04:01:00.000Z");
});

test("count from the average of the latest runs, once there are enough", () => {
  const reference = { kind: "average_runtime", maxRuns: 3, minRuns: 2 } as const;
  expect(timeOf(reference, { runtimes: [10_000] })).toBe(undefined);
  expect(timeOf(reference, { runtimes: [10_000, 20_000] })).toBe("2026-03-01T10:01:15.000Z");
  expect(timeOf(reference, { runtimes: [10_000, 20_000, 30_000, 900_000] })).toBe("2026-03-01T10:01:20.000Z");
});
