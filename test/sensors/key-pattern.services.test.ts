// Patterns match the keys that Python's fnmatch matches, with which Airflow's S3KeySensor looks.
import { execa } from "execa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedStart, keyPattern } from "../../src/sensors/key-pattern.ts";
import { airflowEnvironment } from "../services/python.ts";

const airflow = await airflowEnvironment("3.3");

const cases: readonly (readonly [pattern: string, key: string])[] = [
  ["*.csv", "2026/01/a.csv"],
  ["a?c", "abc"],
  ["a?c", "a/c"],
  ["a?c", "a🏔c"],
  ["[ab].csv", "b.csv"],
  ["[!ab].csv", "b.csv"],
  ["[!ab].csv", "c.csv"],
  ["[]].csv", "].csv"],
  ["[", "["],
  ["a[", "a["],
  ["[a-c]", "b"],
  ["[*]", "*"],
  ["[*]", "a"],
  ["a.b", "axb"],
  ["a\nb*", "a\nbc"],
  ["a+(b)", "a+(b)"],
  ["[\\\\]", "\\"],
  ["[^a]", "^"],
];

test.skipIf(!airflow)("as Python's do", async () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "/", ".", "*", "?", "[", "]", "!", "\\", "^"),
    maxLength: 5,
  });
  const random = fc.sample(fc.tuple(text, text), { numRuns: 3000, seed: 3 });
  const all = [...cases, ...random];
  const script =
    "import fnmatch, json, sys\nprint(json.dumps([fnmatch.fnmatchcase(key, pattern) for pattern, key in json.load(sys.stdin)]))";
  const { stdout } = await execa(airflow?.python ?? "", ["-c", script], { input: JSON.stringify(all) });
  const theirs: boolean[] = JSON.parse(stdout);
  const differing = all.filter(([pattern, key], index) => keyPattern(pattern)(key) !== theirs[index]);
  expect(differing).toEqual([]);
});

test("begin with what the store is asked for", () => {
  expect(["a/b-*.csv", "a?", "a[b]", "*", "whole"].map(fixedStart)).toEqual(["a/b-", "a", "a", "", "whole"]);
});
