// What the Python literal writer writes, read back by Python.
import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pythonLiteral, pythonString } from "../../../src/compiler/emit/python-literal.ts";
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

describe.skipIf(!python)("the Python literal writer", () => {
  test("writes any text so that Python reads the same text back", async () => {
    const texts = fc.sample(anyText, { numRuns: 5_000, seed: 1 });
    expect(await evaluate(texts.map(pythonString))).toEqual(texts);
  });

  test("writes any JSON so that Python reads the same data back", async () => {
    const values = fc.sample(anyJson, { numRuns: 2_000, seed: 2 });
    const read = await evaluate(values.map(pythonLiteral));
    expect(read).toEqual(values);
  });
});
