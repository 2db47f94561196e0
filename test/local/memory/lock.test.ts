import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireLock, LockedError } from "../../../src/local/memory/lock.ts";
import { UserError } from "../../../src/model/errors.ts";
import { formatProcess, parseProcess, thisProcess } from "../../../src/system/process-name.ts";
import { contend } from "./contenders.ts";

let folder: string;
let file: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "lock-"));
  file = path.join(folder, "windsock.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the lock names this process until it is given back, and its folder is made", () => {
  file = path.join(folder, "out", "windsock.lock");
  const release = acquireLock(file);
  expect(parseProcess(readFileSync(file, "utf8"))).toEqual(thisProcess());
  release();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test("a lock that is held is refused, naming the process and the folder", () => {
  const release = acquireLock(file);
  expect(() => acquireLock(file)).toThrow(LockedError);
  expect(() => acquireLock(file)).toThrow(
    `Another windsock (process ${process.pid}) is using ${path.dirname(file)}.`,
  );
  release();
  acquireLock(file)();
});

test("whatever a process has left in the file, the lock is free when nobody holds it", () => {
  const dead = { ...thisProcess(), pid: 999_999_999 };
  for (const left of ["nonsense", formatProcess(dead), formatProcess({ ...dead, machine: "container-1" })]) {
    writeFileSync(file, left);
    acquireLock(file)();
  }
});

test("one that was removed by hand while it was held does not take the next one's along", () => {
  const release = acquireLock(file);
  rmSync(file);
  const next = acquireLock(file);
  release();
  expect(() => acquireLock(file)).toThrow(LockedError);
  next();
});

test("a process of another container that holds it is named with its place", () => {
  const release = acquireLock(file);
  writeFileSync(file, formatProcess({ machine: "container-1", pid: 7, start: "1" }));
  expect(() => acquireLock(file)).toThrow("(process 7 of another container or machine, container-1)");
  release();
});

test("a task's process does not inherit it", async () => {
  const release = acquireLock(file);
  const child = execa("sleep", ["60"]);
  release();
  acquireLock(file)();
  child.kill();
  await child.catch(() => undefined);
});

test("of twelve processes that want it all the time, and die of it, one at a time has it", async () => {
  const { taken } = await contend(file, 12, 60);
  expect(taken).toBeGreaterThanOrEqual(60);
});

describe("what lies in its place and is no file of this user is an error that says so", () => {
  const refusal = (what: string) =>
    expect.objectContaining({ message: expect.stringMatching(`^${file} cannot be locked, .*: ${what}\\.$`) });

  function refused(): unknown {
    try {
      return acquireLock(file);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect(error).not.toBeInstanceOf(LockedError);
      return error;
    }
  }

  test("a folder", () => {
    mkdirSync(file);
    expect(refused()).toEqual(refusal("it is a folder"));
  });

  test("a symbolic link, which is not followed", () => {
    symlinkSync(path.join(folder, "elsewhere"), file);
    expect(refused()).toEqual(refusal("it is a symbolic link"));
    expect(readdirSync(folder)).toEqual(["windsock.lock"]);
  });

  test("a pipe", () => {
    execFileSync("mkfifo", [file]);
    expect(refused()).toEqual(refusal("it is a pipe"));
  });

  test("a socket", async () => {
    const server = createServer();
    const short = path.relative(process.cwd(), file);
    await new Promise<void>((resolve) => server.listen(short, resolve));
    expect(refused()).toEqual(refusal("it is a socket or a device"));
    server.close();
  });

  test("a file that this user may not write", async (context) => {
    if (process.getuid?.() !== 0) return context.skip("Only root can become another user.");
    writeFileSync(file, "", { mode: 0o600 });
    const script = `
      process.setuid(65534);
      const { acquireLock } = await import(${JSON.stringify(path.resolve("dist/local/memory/lock.js"))});
      try { acquireLock(${JSON.stringify(file)}); } catch (error) { console.log(error.message); }`;
    const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", script]);
    expect(stdout).toMatch(/ cannot be locked, .*: EACCES: permission denied/);
  });
});

describe("a machine that cannot lock says why", () => {
  /** What a process of its own hears that takes the lock; `before` is what a shell does first. */
  async function refusal(before: string, within: readonly string[] = []): Promise<string> {
    const script = path.join(folder, "take.mjs");
    writeFileSync(
      script,
      `const { acquireLock } = await import(${JSON.stringify(path.resolve("dist/local/memory/lock.js"))});
      try { acquireLock(${JSON.stringify(file)}); } catch (error) { console.log(error.message); }`,
    );
    const [program = "", ...args] = [...within, "sh", "-c", `${before} && "${process.execPath}" ${script}`];
    return (await execa(program, args)).stdout;
  }

  test("where the program that locks is missing", async (context) => {
    const { failed } = await execa("unshare", ["--mount", "true"], { reject: false });
    if (failed) return context.skip("There is no permission to hide a program.");
    const said = await refusal('mount --bind /dev/null "$(command -v flock)"', ["unshare", "--mount"]);
    expect(said).toMatch(/the program flock cannot be started \(.*EACCES.*\)\. Install util-linux\.$/);
  });

  test("where the file system has no locks", async () => {
    const refuses = "#!/bin/sh\necho 'flock: 3: No locks available' >&2; exit 71\n";
    writeFileSync(path.join(folder, "flock"), refuses, { mode: 0o755 });
    const said = await refusal(`PATH="${folder}:$PATH"`);
    expect(said).toContain("its file system does not lock it (flock: 3: No locks available).");
  });
});
