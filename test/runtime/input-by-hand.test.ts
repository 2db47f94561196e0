import { expect, test } from "vitest";
import { Environment } from "../../src/model/connection/environment.ts";
import { MissingValueError } from "../../src/model/errors.ts";
import type { JsonValue } from "../../src/model/json.ts";
import { runContext, runOfDay, runWithoutDates } from "../../src/model/run/make-run.ts";
import { notMapped, Outputs } from "../../src/model/run/outputs.ts";
import { inputByHand } from "../../src/runtime/input-by-hand.ts";
import { taskProgram } from "./task-program.ts";

const program = taskProgram({
  input: {
    kind: "object",
    entries: {
      bucket: { kind: "variable", key: "bucket", json: false, path: [] },
      day: { kind: "run", field: "ds" },
      rows: { kind: "output", taskId: "count", path: ["rows"] },
    },
  },
});
const environment = new Environment("/", [{ AIRFLOW_VAR_BUCKET: "listings" }]);
const run = runOfDay(new Date("2021-07-02T00:00Z"));

function input(given: Readonly<Record<string, JsonValue>>, dates = run): JsonValue {
  return inputByHand(program, given, { context: runContext(program, dates, {}), environment });
}

test("what is given replaces the DAG's own, which is then not asked for", () => {
  expect(input({ rows: 3 })).toEqual({ bucket: "listings", day: "2021-07-02", rows: 3 });
  expect(input({ rows: 3, bucket: "other", extra: null })).toEqual({
    bucket: "other",
    day: "2021-07-02",
    rows: 3,
    extra: null,
  });
});

test("an entry that has no value is named, with the option that gives it one", () => {
  expect(() => input({})).toThrow(MissingValueError);
  expect(() => input({})).toThrow(
    /^Input "rows": .* Or give it with --input rows=\.\.\., or go on from a local run with --from-last-run\.$/,
  );
});

test("a run without dates is told of --date, too", () => {
  expect(() => input({ rows: 3 }, runWithoutDates("manual__x"))).toThrow(
    /^Input "day": .* Or give it with --input day=\.\.\., or a date with --date\.$/,
  );
});

test("goes on from a local run with what its tasks returned", () => {
  const context = runContext(program, run, {});
  const outputs = new Outputs();
  outputs.set("count", notMapped, { rows: 5 });
  const last = { outputs, assetEvents: {}, priorOutput: () => undefined };
  expect(inputByHand(program, {}, { context, environment, last })).toMatchObject({ rows: 5 });
  const none = { outputs: new Outputs(), assetEvents: {}, priorOutput: () => undefined };
  expect(() => inputByHand(program, {}, { context, environment, last: none })).toThrow(
    /^Input "rows": Task "count" has left no output to read\. Or give it with --input rows=\.\.\.\.$/,
  );
});
