import { describe, expect, test } from "vitest";
import { toJson } from "../../src/model/to-json.ts";

const nested = (levels: number): unknown => (levels === 1 ? 1 : [nested(levels - 1)]);

describe("what a task returns is stored as it is", () => {
  test.each([
    ["the largest whole numbers", [2 ** 53 - 1, -(2 ** 53) + 1]],
    ["floats of any size", [0.1, 1e21, 1.7976931348623157e308, 5e-324]],
    ["text of any characters", ["🏠 ✓ é \u2028 \u0001 \uffff", "\\u0000", "\\ud83d"]],
    ["keys that only look reserved", { __type: "a", classname: "b", __version__: 1, __proto: 2 }],
    ["a hundred levels", nested(99)],
  ])("%s", (_, value) => {
    const json = toJson({ a: value }, "output");
    expect(json).toEqual({ a: value });
  });
});

describe("what would become another value, or could not be stored, is named by its path", () => {
  const loop: Record<string, unknown> = {};
  loop.again = { loop };

  test.each<[string, unknown, string]>([
    ["2^53", [1, 2 ** 53], "output.a[1] is an integer beyond 2^53"],
    ["-2^53", -(2 ** 53), "output.a is an integer beyond 2^53"],
    ["2^64", { n: 2 ** 64 }, "output.a.n is an integer beyond 2^53"],
    ["an id with 20 digits", Number("12345678901234567890"), "output.a is an integer beyond 2^53"],
    ["NUL", ["x\0"], "output.a[0] holds a NUL character"],
    ["half an emoji", { text: "🏠".slice(0, 1) }, "output.a.text holds half of a character"],
    ["its other half", "🏠".slice(1), "output.a holds half of a character"],
    ["two halves in the wrong order", "\udfe0\ud83c", "output.a holds half of a character"],
    ["NUL in a key", { "\0": 1 }, "A key of output.a holds a NUL character"],
    ["half an emoji in a key", { b: { "\ud83c": 1 } }, "A key of output.a.b holds half of a character"],
    ["a class of Airflow's", { __classname__: "x" }, "output.a has the key __classname__"],
    ["a schema of Airflow's", [{ __id__: 1 }], "output.a[0] has the key __id__"],
    ["Airflow's older form", { __type: "dict", __var: {} }, "output.a has the key __type and __var"],
    ["101 levels", nested(100), "is more than 100 levels deep"],
    ["a circle", loop, "itself: a circle, which JSON cannot carry"],
    ["NaN", Number.NaN, "output.a is NaN"],
    ["a bigint", 1n, "output.a is a bigint"],
  ])("%s", (_, value, problem) => {
    expect(() => toJson({ a: value }, "output")).toThrow(problem);
  });
});
