import { describe, expect, test } from "vitest";
import { type Layout, layOut } from "../../../src/compiler/emit/python-layout.ts";
import { date, duration, markdown, param } from "../../../src/compiler/emit/python-values.ts";

const source = (layout: Layout) => layOut(layout, 0, Number.NEGATIVE_INFINITY, 0);

test.each([
  [172_800, "days=2"],
  [129_600, "hours=36"],
  [300, "minutes=5"],
  [90, "seconds=90"],
  [0.25, "seconds=0.25"],
  [0, "seconds=0"],
])("a duration of %d s is a timedelta(%s)", (seconds, keyword) => {
  expect(source(duration(seconds))).toBe(`timedelta(${keyword})`);
});

test.each([
  ["2021-07-02", "2021, 7, 2"],
  ["2021-08-09T08:09", "2021, 8, 9, 8, 9"],
  ["2021-12-31T23:59:08", "2021, 12, 31, 23, 59, 8"],
])("the date %s has numbers that Python takes for decimal", (wallClock, numbers) => {
  expect(source(date(wallClock, "Europe/Berlin"))).toBe(`pendulum.datetime(${numbers}, tz="Europe/Berlin")`);
});

test("a doc ends in a line end, so that Airflow does not read a file of that name", () => {
  expect(source(markdown("see notes.md"))).toBe('"see notes.md\\n"');
  const long = `${"a".repeat(60)}\n\n${"b".repeat(60)}`;
  const lines = [`    "${"a".repeat(60)}\\n"`, '    "\\n"', `    "${"b".repeat(60)}\\n"`];
  expect(layOut(markdown(long), 0, 0, 0)).toBe(`(\n${lines.join("\n")}\n)`);
});

describe("a param", () => {
  test.each([
    ["its default first", { type: "integer", default: 3, minimum: 1 }, 'Param(3, type="integer", minimum=1)'],
    ["no default where it has none", { type: "string" }, 'Param(type="string")'],
    [
      "no bounds that only say what a double holds",
      { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, default: 0 },
      'Param(0, type="integer")',
    ],
    [
      "schema keywords that are none of Python's as a dict",
      { default: 1, not: { const: 2 }, $id: "a", minLength: 1 },
      'Param(1, **{"not": {"const": 2}, "$id": "a"}, minLength=1)',
    ],
    [
      "a date without the pattern that spells it out",
      { type: "string", format: "date", pattern: "^x$", default: "2021-07-02" },
      'Param("2021-07-02", type="string", format="date")',
    ],
    ["any other pattern", { type: "string", pattern: "^x$" }, 'Param(type="string", pattern="^x$(?!\\\\n)")'],
    [
      "a date or null as one schema, which the form understands",
      { anyOf: [{ type: "string", format: "date", pattern: "^x$" }, { type: "null" }], default: null },
      'Param(None, type=["string", "null"], format="date")',
    ],
    [
      "other alternatives that mean the same in one",
      { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      'Param(None, type=["string", "null"])',
    ],
    [
      "alternatives that do not as they are",
      {
        anyOf: [
          { type: "string", minLength: 1 },
          { type: "string", maxLength: 9 },
        ],
        default: "a",
      },
      'Param("a", anyOf=[{"type": "string", "minLength": 1}, {"type": "string", "maxLength": 9}])',
    ],
  ])("has %s", (_, schema, python) => {
    expect(source(param(schema))).toBe(python);
  });
});
