import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { formatProblems } from "../../../src/compiler/check/format-problems.ts";
import type { Problem } from "../../../src/model/problem.ts";
import { TestProject } from "../test-project.ts";

async function format(...problems: readonly Problem[]): Promise<string> {
  const project = await TestProject.create({ "a.ts": "const a = 1;\nconst b = ;\n" });
  onTestFinished(() => project.remove());
  return stripVTControlCharacters(formatProblems(project.folder, problems));
}

const at = (file: string, line: number, column: number): Problem => ({
  message: `at ${line}:${column}`,
  position: { file, line, column },
});

test("a problem has its place, its message and the code around it", async () => {
  expect(await format(at("a.ts", 2, 11))).toBe(
    [
      "a.ts:2:11 error at 2:11",
      "",
      "  1 | const a = 1;",
      "> 2 | const b = ;",
      "    |           ^",
      "  3 |",
      "",
      "1 problem. Nothing was written.",
    ].join("\n"),
  );
});

test("problems are in the order of their places, by number, and those without a place come first", async () => {
  const nowhere = { message: "nowhere", position: null };
  const printed = await format(
    at("b.ts", 1, 1),
    nowhere,
    at("a.ts", 10, 1),
    at("a.ts", 2, 11),
    at("a.ts", 2, 9),
  );
  const heads = printed.split("\n").filter((line) => line.includes("error "));
  expect(heads).toEqual([
    "error nowhere",
    "a.ts:2:9 error at 2:9",
    "a.ts:2:11 error at 2:11",
    "a.ts:10:1 error at 10:1",
    "b.ts:1:1 error at 1:1",
  ]);
  expect(printed).toMatch(/\n\n5 problems\. Nothing was written\.$/);
});

test("a file that cannot be read is named without its code", async () => {
  expect(await format(at("gone.ts", 3, 1))).toBe(
    "gone.ts:3:1 error at 3:1\n\n1 problem. Nothing was written.",
  );
});
