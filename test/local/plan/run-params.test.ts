import { expect, test } from "vitest";
import { runParams } from "../../../src/local/plan/run-params.ts";
import { DagModel, modelVersion } from "../../../src/model/dag/dag-model.ts";
import { UsageError } from "../../../src/model/errors.ts";

const dag = DagModel.parse({
  modelVersion,
  dagId: "sample",
  position: { file: "dags-ts/sample.ts", line: 1, column: 1 },
  schedule: { kind: "none" },
  timezone: "UTC",
  catchup: false,
  maxActiveRuns: 1,
  tags: [],
  defaults: {},
  params: {
    minClicks: { type: "integer", minimum: 1, maximum: 100, default: 3 },
    city: { type: "string", default: "Zurich" },
    kind: { type: "string", enum: ["Rental", "Sales"], default: "Sales" },
    nickname: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    ids: { type: "array", items: { type: "integer" }, default: [] },
    dryRun: { type: "boolean", default: false },
  },
  tasks: [],
});

const defaults = { minClicks: 3, city: "Zurich", kind: "Sales", nickname: null, ids: [], dryRun: false };

test("params that are not given have their defaults", () => {
  expect(runParams(dag, [])).toEqual(defaults);
});

test.each([
  ["minClicks=2", { minClicks: 2 }],
  ["city=Bern", { city: "Bern" }],
  ["city=42", { city: "42" }],
  ["city=a=b", { city: "a=b" }],
  ["city=", { city: "" }],
  ["kind=Rental", { kind: "Rental" }],
  ["nickname=null", { nickname: null }],
  ["nickname=Bee", { nickname: "Bee" }],
  ["nickname=7", { nickname: "7" }],
  ["ids=[1,2]", { ids: [1, 2] }],
  ["dryRun=true", { dryRun: true }],
])("--param %s", (given, expected) => {
  expect(runParams(dag, [given])).toEqual({ ...defaults, ...expected });
});

test("the last of several values for a param wins", () => {
  expect(runParams(dag, ["minClicks=2", "minClicks=5"])).toMatchObject({ minClicks: 5 });
});

test.each([
  ["clicks=2", 'has no param "clicks"'],
  ["minClicks", "has no value"],
  ["minClicks=0", "--param minClicks=0 is refused"],
  ["minClicks=101", "--param minClicks=101 is refused"],
  ["minClicks=2.5", "--param minClicks=2.5 is refused"],
  ["minClicks=two", "--param minClicks=two is refused"],
  ["kind=Lease", "--param kind=Lease is refused"],
  ['ids=["a"]', "is refused"],
  ["dryRun=yes", "is refused"],
  ["__proto__=1", 'has no param "__proto__"'],
])("--param %s is refused, and the known params are named", (given, message) => {
  const attempt = () => runParams(dag, [given]);
  expect(attempt).toThrow(UsageError);
  expect(attempt).toThrow(message);
  if (given !== "minClicks") expect(attempt).toThrow("minClicks (integer, default 3)");
});
