import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  pythonIdentifier,
  pythonLiteral,
  pythonNumber,
  pythonString,
} from "../../../src/compiler/emit/python-literal.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import { pythonEnvironment } from "../../services/python.ts";

const python = await pythonEnvironment();

/** Reads a list of Python expressions, one a line, and prints what Python makes of each, as JSON. */
const reader = `
import ast, json, sys
for line in sys.stdin.buffer.read().decode("utf-8").split("\\n"):
    print(json.dumps(ast.literal_eval(line)))
`;

async function evaluate(sources: readonly string[]): Promise<unknown[]> {
  const { stdout } = await execa(python?.python ?? "", ["-c", reader], { input: sources.join("\n") });
  return stdout.split("\n").map((line) => JSON.parse(line));
}

const anyText = fc.string({ unit: "binary" });
const anyJson = fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<JsonValue>;

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
    [1e21, "1000000000000000000000"],
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

  test.skipIf(!python)("writes any text so that Python reads the same text back", async () => {
    const texts = fc.sample(anyText, { numRuns: 5_000, seed: 1 });
    expect(await evaluate(texts.map(pythonString))).toEqual(texts);
  });

  test.skipIf(!python)("writes any JSON so that Python reads the same data back", async () => {
    const values = fc.sample(anyJson, { numRuns: 2_000, seed: 2 });
    const read = await evaluate(values.map(pythonLiteral));
    expect(read).toEqual(values);
  });
});
