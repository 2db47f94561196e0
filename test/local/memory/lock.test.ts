import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireLock, LockedError } from "../../../src/local/memory/lock.ts";
import {
  formatProcess,
  type ProcessName,
  parseProcess,
  thisProcess,
} from "../../../src/system/process-name.ts";

async function deadProcess(): Promise<ProcessName> {
  const { stdout } = await execa(process.execPath, ["-e", "console.log(process.pid)"]);
  return { ...thisProcess(), pid: Number(stdout), start: "12345" };
}

let folder: string;
let file: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "lock-"));
  file = path.join(folder, "out", "windsock.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the lock holds this process's id until it is given back, and nothing is left over", () => {
  const release = acquireLock(file);
  expect(parseProcess(readFileSync(file, "utf8").trim())).toEqual(thisProcess());
  release();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test("a lock that is held is refused, naming the process and the file", () => {
  const release = acquireLock(file);
  expect(() => acquireLock(file)).toThrow(LockedError);
  expect(() => acquireLock(file)).toThrow(`process ${process.pid}`);
  expect(() => acquireLock(file)).toThrow(file);
  release();
  acquireLock(file)();
});

test("the lock of a dead process is taken over", async () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, formatProcess(await deadProcess()));
  const release = acquireLock(file);
  expect(parseProcess(readFileSync(file, "utf8").trim())).toEqual(thisProcess());
  release();
  expect(existsSync(file)).toBe(false);
});

test("what processes left that died while they took the lock is removed, and nothing else", async () => {
  const dead = formatProcess(await deadProcess());
  mkdirSync(path.dirname(file), { recursive: true });
  const living = `${file}.${formatProcess({ ...thisProcess(), pid: process.ppid, start: "" })}`;
  for (const left of [`${file}.${dead}`, `${file}.${dead}.old`, living, `${file}.mine`])
    writeFileSync(left, "");
  acquireLock(file)();
  expect(readdirSync(path.dirname(file)).sort()).toEqual(
    [path.basename(living), "windsock.lock.mine"].sort(),
  );
});

test("a lock of another machine or container that shares the folder is not taken over", () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, formatProcess({ machine: "elsewhere-1", pid: 999_999_999, start: "1" }));
  expect(() => acquireLock(file)).toThrow(LockedError);
  expect(() => acquireLock(file)).toThrow("process 999999999 on elsewhere-1");
  expect(() => acquireLock(file)).toThrow(`delete ${file}`);
});

test("a lock with nonsense in it is taken over", () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "nonsense");
  acquireLock(file)();
});

test("of many processes that want a dead process's lock at once, one at a time gets it", async () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, formatProcess({ ...thisProcess(), pid: 999_999_999 }));
  const log = path.join(folder, "log");
  const script = `
    const { acquireLock } = await import("${path.resolve("dist/local/memory/lock.js")}");
    const { appendFileSync } = await import("node:fs");
    for (let tries = 0; tries < 2000; tries += 1) {
      try {
        const release = acquireLock(${JSON.stringify(file)});
        appendFileSync(${JSON.stringify(log)}, "in\\n");
        appendFileSync(${JSON.stringify(log)}, "out\\n");
        release();
        process.exit(0);
      } catch (error) {
        if (error.name !== "LockedError") throw error;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    process.exit(1);`;
  const processes = Array.from({ length: 6 }, () =>
    execa(process.execPath, ["--input-type=module", "-e", script]),
  );
  await Promise.all(processes);
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  expect(lines).toEqual(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? "in" : "out")));
});
