import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "../../src/model/read-json.ts";

test("reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const { value, problem } = readJson(text, "input");
      if (problem === undefined) expect(value).toEqual(JSON.parse(text));
      else expect(text).toMatch(/\d{16}/);
    }),
  );
});

test.each([
  "9007199254740991",
  "[-9007199254740991, 0.12345678901234567890, 1e308, 1.5E+300]",
  '{"id": "9007199254740993", "say": "NaN, \\"Infinity\\" and 99999999999999999"}',
  '"\\\\"',
])("%s has only numbers of JavaScript's", (text) => {
  expect(readJson(text, "input")).toEqual({ value: JSON.parse(text) });
});

describe("names where a number stands that JavaScript does not have, and quotes nothing", () => {
  test.each([
    ["9007199254740993", "input"],
    ['{"a": [0, {"id": -9007199254740992}]}', "input.a[1].id"],
    ['{"note": "99999999999999999", "id": 18446744073709551616}', "input.id"],
    ['{"quote": "\\"9007199254740993", "id": 9007199254740993}', "input.id"],
    ["[1, NaN]", "input[1]"],
    ["[-Infinity]", "input[0]"],
    ['{"x": Infinity}', "input.x"],
    ["[1e400]", "input[0]"],
  ])("%s", (text, place) => {
    const { problem } = readJson(text, "input");
    expect(problem?.split(" ")[0]).toBe(place);
    expect(problem).not.toContain("9007199254740993");
  });
});

test("what is no JSON is still none", () => {
  for (const text of ["", "{", "9007199254740993 1", "[NaN NaN]", '"\\ud'])
    expect(() => readJson(text, "input")).toThrow(SyntaxError);
});
