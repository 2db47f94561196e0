import { describe, expect, test } from "vitest";
import { readDate, readInstant, readWallClock } from "../../../src/model/run/date-text.ts";

describe("a date", () => {
  test.each([
    ["2021-07-02", { day: "2021-07-02", time: null, offset: null }],
    ["2024-02-29", { day: "2024-02-29", time: null, offset: null }],
    ["2021-07-02T06:00", { day: "2021-07-02", time: "06:00", offset: null }],
    ["2021-07-02T06:00:30Z", { day: "2021-07-02", time: "06:00:30", offset: "Z" }],
    ["2021-07-02T06:00:30.250-05:30", { day: "2021-07-02", time: "06:00:30.250", offset: "-05:30" }],
  ])("%s is read", (text, parts) => {
    expect(readDate(text)).toEqual(parts);
  });

  test.each([
    "2021-02-30",
    "2023-02-29T06:00Z",
    "2021-13-01",
    "2021-7-2",
    "21-07-02",
    "2021-07-02T24:00",
    "2021-07-02T06",
    "2021-07-02T06:60",
    "2021-07-02 06:00",
    "2021-07-02Z",
    "2021-07-02T06:00:00.5",
    "2021-07-02T06:00+2",
    "yesterday",
    "",
  ])("%s is none", (text) => {
    expect([readDate(text), readWallClock(text), readInstant(text)]).toEqual([null, null, null]);
  });

  test("with an offset is no wall clock", () => {
    expect(readWallClock("2021-07-02T06:00Z")).toBeNull();
    expect(readWallClock("2021-07-02T06:00:30")).toMatchObject({ time: "06:00:30" });
  });

  test("is an instant, in UTC unless it has an offset", () => {
    expect(readInstant("2021-07-02")?.toJSON()).toBe("2021-07-02T00:00:00.000Z");
    expect(readInstant("2021-07-02T06:00")?.toJSON()).toBe("2021-07-02T06:00:00.000Z");
    expect(readInstant("2021-07-02T01:30+02:00")?.toJSON()).toBe("2021-07-01T23:30:00.000Z");
    expect(readInstant("2021-07-02T00:00:00.250000+00:00")?.toJSON()).toBe("2021-07-02T00:00:00.250Z");
  });
});
