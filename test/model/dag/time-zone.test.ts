import { expect, test } from "vitest";
import { TimeZone } from "../../../src/model/dag/time-zone.ts";

// As pendulum.datetime(..., tz=...) reads them, on which Airflow's start dates rest.
test.each([
  ["Europe/Zurich", "2026-03-29T02:30", "2026-03-29T01:30"],
  ["Europe/Zurich", "2026-10-25T02:30", "2026-10-25T01:30"],
  ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"],
  ["Pacific/Apia", "2011-12-30T05:00", "2011-12-30T15:00"],
  ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15"],
  ["UTC", "0001-01-01T00:00", "0001-01-01T00:00"],
])("clocks in %s show %s at %s", (zone, clock, instant) => {
  const found = new TimeZone(zone).instantOf(Date.parse(`${clock}Z`));
  expect(new Date(found).toISOString().slice(0, instant.length)).toBe(instant);
});

test("clocks are read, fractions of seconds included", () => {
  const zone = new TimeZone("America/New_York");
  expect(new Date(zone.clockAt(Date.parse("1969-07-20T20:17:40.250Z"))).toISOString()).toBe(
    "1969-07-20T16:17:40.250Z",
  );
});
