import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LineFile } from "../../src/system/line-file.ts";

let folder: string;
let file: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "lines-"));
  file = path.join(folder, "deep", "lines");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("lines are read as they were added; reading makes no file", () => {
  const lines = new LineFile(file);
  expect(lines.read()).toEqual([]);
  expect(existsSync(file)).toBe(false);
  for (const line of ["one", "", "drei ä"]) lines.append(line);
  expect(new LineFile(file).read()).toEqual(["one", "", "drei ä"]);
});

test("what a killed writer left of its last line is cut off, so that the next one begins a line", () => {
  const lines = new LineFile(file);
  lines.append("whole");
  appendFileSync(file, "tor");
  expect(lines.read()).toEqual(["whole"]);
  lines.append("next");
  expect(readFileSync(file, "utf8")).toBe("whole\nnext\n");
});

test.runIf(process.platform === "linux")(
  "a line that is written in part is an error, and leaves no part of it",
  async () => {
    // No file of the process may grow beyond a kilobyte: the system takes a part of the write that comes there.
    const script = `
      const { LineFile } = await import("${path.resolve("dist/system/line-file.js")}");
      const lines = new LineFile(${JSON.stringify(file)});
      for (;;) lines.append("x".repeat(99));`;
    const node = `"${process.execPath}" --input-type=module --eval '${script}'`;
    const { stderr, exitCode } = await execa("bash", ["-c", `ulimit -f 1 && exec ${node}`], {
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("only 24 of 100 bytes could be added. Is the disk full?");
    expect(readFileSync(file, "utf8")).toBe(`${"x".repeat(99)}\n`.repeat(10));
  },
);
