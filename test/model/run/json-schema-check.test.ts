import { expect, test } from "vitest";
import * as z from "zod";
import { problemOf } from "../../../src/model/run/json-schema-check.ts";

/** A schema as a DAG's params have it. */
function jsonSchema(schema: z.ZodType) {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })));
}

test.each([
  ["integer in a range", z.int().min(1).max(3), 2, 9],
  ["nullable text", z.string().nullable(), null, 1],
  ["choice", z.enum(["Rental", "Sales"]), "Sales", "Lease"],
  ["date", z.iso.date(), "2021-07-02", "2021-02-30"],
  ["instant", z.iso.datetime(), "2021-07-02T06:00:00Z", "2021-07-02"],
  ["mail address", z.email(), "a@example.com", "a"],
  ["list", z.array(z.int()), [1, 2], ["a"]],
  ["object", z.object({ a: z.int(), b: z.string().optional() }), { a: 1 }, { a: "1" }],
  ["pattern", z.string().regex(/^\w+$/), "a_1", "a b"],
  ["pattern with a backslash too many", z.string().regex(/^[a-z]+-\d+_$/), "a-1_", "a1"],
])("%s", (_, schema, good, bad) => {
  expect(problemOf(jsonSchema(schema), good)).toBeUndefined();
  expect(problemOf(jsonSchema(schema), bad)).toMatch(/\w/);
});

test("a problem says what the value is and what it should be", () => {
  expect(problemOf({ type: "integer", maximum: 100 }, 101)).toBe("101 is greater than 100");
  expect(problemOf({ type: "integer" }, "abc")).toBe('Instance type "string" is invalid. Expected "integer"');
});

test("a pattern that is none is a problem, not a crash", () => {
  expect(problemOf({ type: "string", pattern: "(" }, "a")).toContain("a pattern that JavaScript cannot read");
});
