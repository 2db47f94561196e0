import { describe, expect, test } from "vitest";
import { dateNames } from "../../../src/model/run/run-context.ts";

describe("date names", () => {
  test("are Airflow's, in UTC", () => {
    expect(dateNames("2021-07-02T00:00:00+00:00")).toEqual({
      ds: "2021-07-02",
      ds_nodash: "20210702",
      ts: "2021-07-02T00:00:00+00:00",
      ts_nodash: "20210702T000000",
      ts_nodash_with_tz: "20210702T000000+0000",
    });
  });

  test("of an instant with an offset are those of the same instant in UTC", () => {
    expect(dateNames("2021-07-02T01:30:00+02:00").ds).toBe("2021-07-01");
  });

  test("of a time without an offset do not depend on the machine's time zone", () => {
    expect(dateNames("2021-07-02T06:00").ts).toBe("2021-07-02T06:00:00+00:00");
  });

  test("of a day that does not exist are refused", () => {
    expect(() => dateNames("2021-02-30")).toThrow('"2021-02-30" is not a date.');
  });

  test("keep fractions of a second where Python would print them", () => {
    expect(dateNames("2021-07-02T00:00:00.250Z").ts).toBe("2021-07-02T00:00:00.250000+00:00");
  });
});
