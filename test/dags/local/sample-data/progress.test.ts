// A live line on a terminal, lasting lines in a log, and a closing sentence for each outcome.
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { dayReporter, describeResult } from "../../../../dags-ts/local/sample-data/progress.ts";

const DAY = {
  date: "2021-07-01",
  file: "store/bucket/session_user_data20210701.zip",
  bytes: 1_500_000,
  total: 2,
};

function reportTwoDays(screen: object): string {
  const output = Object.assign(new PassThrough({ encoding: "utf8" }), screen);
  const report = dayReporter(output);
  report({ ...DAY, count: 1 });
  report({ ...DAY, count: 2 });
  return String(output.read());
}

describe("dayReporter", () => {
  test("writes a line for each day where there is no terminal", () => {
    expect(reportTwoDays({}).split("\n")).toEqual([
      "session_user_data20210701.zip  1,465 KiB  (1 of 2)",
      "session_user_data20210701.zip  1,465 KiB  (2 of 2)",
      "",
    ]);
  });

  test("replaces its line on a terminal, and takes it away in the end", () => {
    const shown = reportTwoDays({ isTTY: true, columns: 80, rows: 24 });
    const [first, second, end] = shown.split("\u001b[1A");
    expect(first).toContain("(1 of 2)");
    expect(second).toContain("(2 of 2)");
    expect(end).not.toContain("session_user_data");
  });
});

describe("describeResult", () => {
  test("tells what was written, what was there, and when there was nothing to do", () => {
    const result = (written: string[], present: string[]) =>
      describeResult({ folder: "f", written, present });
    expect(result(["a", "b"], [])).toBe("Wrote 2 days to f.");
    expect(result(["a"], ["b"])).toBe("Wrote 1 day to f. 1 day there already. --force writes them again.");
    expect(result([], ["a", "b"])).toBe("Nothing to do: 2 days in f already. --force writes them again.");
  });
});
