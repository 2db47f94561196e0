import { describe, expect, test } from "vitest";
import {
  atom,
  call,
  dict,
  type Layout,
  layOut,
  list,
  text,
} from "../../../src/compiler/emit/python-layout.ts";

const source = (layout: Layout, indent = 0) => layOut(layout, indent, indent, 0);
const name = (length: number) => atom("x".repeat(length));

describe("a Python expression", () => {
  test("stays on its line up to column 88, and takes several from there on", () => {
    expect(source(list([name(86)]))).toBe(`[${"x".repeat(86)}]`);
    expect(source(list([name(87)]))).toBe(`[\n    ${"x".repeat(87)},\n]`);
  });

  test("leaves room for what stands before and after it", () => {
    const value = list([name(40)]);
    expect(layOut(value, 4, 46, 0)).not.toContain("\n");
    expect(layOut(value, 4, 47, 0)).toBe(`[\n        ${"x".repeat(40)},\n    ]`);
    expect(layOut(value, 4, 46, 1)).toContain("\n");
  });

  test("breaks at its outer brackets, and at inner ones only where an item and its comma are still too long", () => {
    const fits = list([name(81)]);
    expect(source(list([fits, name(2)]))).toBe(`[\n    [${"x".repeat(81)}],\n    xx,\n]`);
    const tooLong = list([name(82)]);
    expect(source(list([tooLong, name(2)]))).toBe(`[\n    [\n        ${"x".repeat(82)},\n    ],\n    xx,\n]`);
  });

  test("counts the label of an item", () => {
    const inner = list([name(70)]);
    expect(source(call("ff", [["key_of_12345", inner]]))).toBe(
      `ff(\n    key_of_12345=[\n        ${"x".repeat(70)},\n    ],\n)`,
    );
    expect(source(call("f", [["k", inner]]))).toBe(`f(k=[${"x".repeat(70)}])`);
  });

  test("has positional arguments before keywords, and quoted keys", () => {
    expect(source(call("f", [["b", atom("2")]], [atom("1")]))).toBe("f(1, b=2)");
    expect(source(dict([['say "a"', list([])]]))).toBe(`{'say "a"': []}`);
  });

  test("is never broken where there is nothing to break at", () => {
    expect(source(name(100))).toBe("x".repeat(100));
    expect(source(call("f".repeat(90), []))).toBe(`${"f".repeat(90)}()`);
    expect(source(text(["x".repeat(100)]))).toBe(`"${"x".repeat(100)}"`);
  });

  test("that is a text goes below as a whole where it fits there, else part by part", () => {
    const parts = ["x".repeat(40), "y".repeat(42)];
    expect(layOut(text(parts), 0, 10, 0)).toBe(`(\n    "${parts.join("")}"\n)`);
    expect(layOut(text([...parts, "z"]), 0, 10, 0)).toBe(
      `(\n    "${parts[0]}"\n    "${parts[1]}"\n    "z"\n)`,
    );
  });
});
