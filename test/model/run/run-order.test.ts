import { expect, test } from "vitest";
import { RunOrder } from "../../../src/model/run/run-order.ts";

const order = new RunOrder([
  "scheduled__2021-07-03",
  "scheduled__2021-07-01",
  "manual__2021-07-03",
  "scheduled__2021-07-05",
  "scheduled__2021-07-02",
]);

test.each([
  ["2021-07-01", [], []],
  ["2021-07-03", ["07-02", "07-01"], ["07-03", "07-02", "07-01"]],
  ["2021-07-04", ["manual 07-03", "07-03", "07-02", "07-01"], ["manual 07-03", "07-03", "07-02", "07-01"]],
  [
    "2021-07-06",
    ["07-05", "manual 07-03", "07-03", "07-02", "07-01"],
    ["07-05", "manual 07-03", "07-03", "07-02", "07-01"],
  ],
])("runs before and until that of %s", (date, before, until) => {
  const short = (runIds: Iterable<string>) =>
    [...runIds].map((id) => id.replace("scheduled__2021-", "").replace("manual__2021-", "manual "));
  // Of the runs of one date, one is the run itself.
  const runId = `${date === "2021-07-03" ? "manual" : "scheduled"}__${date}`;
  expect(short(order.before(runId))).toEqual(before);
  expect(short(order.until(runId))).toEqual(until);
});

test("all runs, latest first", () => {
  expect([...order.latestFirst()]).toEqual([
    "scheduled__2021-07-05",
    "manual__2021-07-03",
    "scheduled__2021-07-03",
    "scheduled__2021-07-02",
    "scheduled__2021-07-01",
  ]);
});
