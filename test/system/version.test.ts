// Which version is late enough, and that package.json asks for the Node that the code asks for.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { oldestNode } from "../../src/model/oldest-node.ts";
import { isAtLeast } from "../../src/system/version.ts";

test.each([
  ["20.19.0", "20.19", true],
  ["v20.19.0", "20.19", true],
  ["v20.20.0", "20.19", true],
  ["v22.1.0", "20.19", true],
  ["v100.0.0-nightly20260101", "20.19", true],
  ["v20.9.0", "20.19", false],
  ["v18.20.8", "20.19", false],
  ["4.2.0", "4.2.0", true],
  ["4.2.0-beta.1", "4.2.0", true],
  ["4.10.0", "4.2.0", true],
  ["4.1.13", "4.2.0", false],
  ["3.25.76", "4.2.0", false],
])("%s is at least %s: %s", (version, lowest, answer) => {
  expect(isAtLeast(version, lowest)).toBe(answer);
});

test("the oldest Node is the one that package.json names", () => {
  const manifest = readFileSync(path.resolve(import.meta.dirname, "../../package.json"), "utf8");
  expect(JSON.parse(manifest).engines.node).toBe(`>=${oldestNode}`);
});
