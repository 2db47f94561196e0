import { expect, test } from "vitest";
import { PatternError, pythonPattern, withPythonPatterns } from "../../../src/model/dag/python-pattern.ts";

test.each([
  ["^[a-z]+$", "^[a-z]+$(?!\\n)"],
  ["\\d{2,}\\/x", "[0-9]{2,}\\/x"],
  ["(?<year>\\d)", "([0-9])"],
  ["a{,5}", "a\\{,5}"],
  ["[^]", "[\\s\\S]"],
  ["[\\w-z]", "[A-Za-z0-9_\\-z]"],
  ["[[&&]", "[\\[\\&\\&]"],
  ["\\u{1F680}", "🚀"],
  ["\\a\\cJ\\0", "a\\x0a\\x00"],
])("%s is %s in Python", (source, expected) => {
  expect(pythonPattern(source)).toBe(expected);
});

test.each([
  ["^\\p{Lu}", "has \\p{Lu}"],
  ["(?i:^abc$)", 'has the flag "i"'],
  ["(a)\\1", "refers back to a group (\\1)"],
  ["(?<a>x)\\k<a>", "refers back to a group"],
  ["(?<=a+)b", "looks behind at text of no fixed length"],
  ["[a\\D]", "has \\D among other characters in brackets"],
  ["\\ud800", "has half of a character"],
])("%s is refused: it %s", (source, why) => {
  expect(() => pythonPattern(source)).toThrow(PatternError);
  expect(() => pythonPattern(source)).toThrow(why);
});

test("patterns are found at any depth, and not in data", () => {
  const schema = {
    properties: { pattern: { type: "string", pattern: "\\d" } },
    default: { pattern: "\\d" },
    anyOf: [{ pattern: "x$" }, { const: { pattern: "$" } }],
  };
  expect(withPythonPatterns(schema)).toEqual({
    properties: { pattern: { type: "string", pattern: "[0-9]" } },
    default: { pattern: "\\d" },
    anyOf: [{ pattern: "x$(?!\\n)" }, { const: { pattern: "$" } }],
  });
});
