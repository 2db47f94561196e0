import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/model/errors.ts";
import { readInputs, readParams } from "../../../src/model/run/named-values.ts";

const schemas = {
  minClicks: { type: "integer", minimum: 1, maximum: 100, default: 3 },
  city: { type: "string", default: "Zurich" },
  kind: { type: "string", enum: ["Rental", "Sales"], default: "Sales" },
  nickname: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
  ids: { type: "array", items: { type: "integer" }, default: [] },
  dryRun: { type: "boolean", default: false },
};

const runParams = (given: readonly string[]) => readParams("sample", schemas, given);
const defaults = { minClicks: 3, city: "Zurich", kind: "Sales", nickname: null, ids: [], dryRun: false };

test("params that are not given have their defaults", async () => {
  expect(await runParams([])).toEqual(defaults);
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
  ["nickname=9007199254740993", { nickname: "9007199254740993" }],
  ["ids=[1,2]", { ids: [1, 2] }],
  ["dryRun=true", { dryRun: true }],
])("--param %s", async (given, expected) => {
  expect(await runParams([given])).toEqual({ ...defaults, ...expected });
});

test("the last of several values for a param wins", async () => {
  expect(await runParams(["minClicks=2", "minClicks=5"])).toMatchObject({ minClicks: 5 });
});

test.each([
  ["clicks=2", 'has no param "clicks"'],
  ["minClicks", '--param "minClicks" is not of the form name=value.'],
  ["minClicks=0", "--param minClicks=0 is refused"],
  ["minClicks=101", "--param minClicks=101 is refused"],
  ["minClicks=2.5", "--param minClicks=2.5 is refused"],
  ["minClicks=two", "--param minClicks=two is refused"],
  ["kind=Lease", "--param kind=Lease is refused"],
  ['ids=["a"]', "is refused"],
  ["dryRun=yes", "is refused"],
  ["ids=[1, 9007199254740993]", "is refused: it[1] is a number that JavaScript does not have"],
  ["minClicks=18446744073709551616", "an integer beyond 2^53"],
  ["ids=[1e400]", "is refused"],
  ["city=half \ud83c", "is refused: it holds half of a character"],
  ["__proto__=1", 'has no param "__proto__"'],
])("--param %s is refused, and the known params are named", async (given, message) => {
  const attempt = runParams([given]);
  await expect(attempt).rejects.toThrow(UsageError);
  await expect(attempt).rejects.toThrow(message);
  if (given !== "minClicks") await expect(attempt).rejects.toThrow("minClicks (integer, default 3)");
});

describe("an input", () => {
  const inputSchema = {
    type: "object",
    properties: {
      key: { anyOf: [{ type: "string" }, { type: "null" }] },
      count: { type: "integer", minimum: 1 },
      tree: { $ref: "#/$defs/tree" },
    },
    $defs: { tree: { type: "object", properties: { child: { $ref: "#/$defs/tree" } } } },
  };

  test.each([
    ["key=2021", { key: "2021" }],
    ["key=null", { key: null }],
    ["count=2", { count: 2 }],
    ['tree={"child":{}}', { tree: { child: {} } }],
  ])("--input %s is read as its schema wants it", async (given, expected) => {
    expect(await readInputs("load", inputSchema, [given])).toEqual(expected);
  });

  test("that its schema refuses is left to the operator's own", async () => {
    expect(await readInputs("load", inputSchema, ["count=0", "key=[1]"])).toEqual({ count: 0, key: "[1]" });
  });

  test("of any name is taken where the schema names none", async () => {
    expect(await readInputs("load", {}, ["a=1", "__proto__=2"])).toEqual(
      Object.fromEntries([
        ["a", 1],
        ["__proto__", 2],
      ]),
    );
  });

  test("that the task does not have is refused, naming those it has", async () => {
    await expect(readInputs("load", inputSchema, ["keys=1"])).rejects.toThrow(
      'Task "load" has no input "keys". Its inputs: key, count (integer), tree.',
    );
  });
});
