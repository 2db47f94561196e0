import { describe, expect, test } from "vitest";
import { pythonIdentifier, pythonNumber, pythonString } from "../../../src/compiler/emit/python-literal.ts";

describe("the Python literal writer", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi"', "'say \"hi\"'"],
    [`it's "both"`, `'it\\'s "both"'`],
    ["back\\slash", '"back\\\\slash"'],
    ["line\nbreak\ttab", '"line\\nbreak\\ttab"'],
    ["\0\u007f\u0085\u2028\ud800", '"\\x00\\x7f\\u0085\\u2028\\ud800"'],
    ["✓ é 🏠", '"✓ é 🏠"'],
  ])("writes %j as %s", (text, source) => {
    expect(pythonString(text)).toBe(source);
  });

  test.each([
    [3, "3"],
    [-2.5, "-2.5"],
    [1e20, "100000000000000000000"],
    [1e21, "1e21"],
    [1e-7, "1e-7"],
    [-0, "-0.0"],
  ])("writes the number %d as %s", (value, source) => {
    expect(pythonNumber(value)).toBe(source);
  });

  test("refuses what JSON has no number for", () => {
    expect(() => pythonNumber(Number.NaN)).toThrow(RangeError);
    expect(() => pythonNumber(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  test("makes names that Python takes", () => {
    expect(pythonIdentifier("a-b.c", new Set())).toBe("a_b_c");
    expect(pythonIdentifier("2nd", new Set())).toBe("_2nd");
    expect(pythonIdentifier("class", new Set())).toBe("class_2");
    expect(pythonIdentifier("a-b", new Set(["a_b", "a_b_2"]))).toBe("a_b_3");
  });
});
