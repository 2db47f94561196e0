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
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { acquireLock, LockedError } from "../../../src/local/memory/lock.ts";

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
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${process.pid} `));
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
  const { pid } = await execa(process.execPath, ["-e", "console.log(process.pid)"]).then(({ stdout }) => ({
    pid: stdout,
  }));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${pid} 12345\n`);
  const release = acquireLock(file);
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${process.pid} `));
  release();
  expect(existsSync(file)).toBe(false);
});

test("what processes left that died while they took the lock is removed, and nothing else", async () => {
  const { stdout: dead } = await execa(process.execPath, ["-e", "console.log(process.pid)"]);
  mkdirSync(path.dirname(file), { recursive: true });
  const living = `${file}.${process.ppid}`;
  for (const left of [`${file}.${dead}`, `${file}.${dead}.old`, living, `${file}.mine`])
    writeFileSync(left, "");
  acquireLock(file)();
  expect(readdirSync(path.dirname(file)).sort()).toEqual(
    [path.basename(living), "windsock.lock.mine"].sort(),
  );
});

test.runIf(process.platform === "linux")(
  "the lock of an earlier process with the same id is taken over",
  () => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${process.pid} 1\n`);
    acquireLock(file)();
  },
);

test.runIf(process.platform === "linux")(
  "the lock of a dead process nobody has asked about is taken over",
  async () => {
    // `sleep` knows nothing of the child it inherits from the shell, which so stays a zombie.
    const parent = execa("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"], { reject: false });
    onTestFinished(() => void parent.kill());
    const zombie = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (data) => resolve(String(data).trim())),
    );
    const stat = () => readFileSync(`/proc/${zombie}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    while (stat()[0] !== "Z") await sleep(5);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${zombie} ${stat()[19]}\n`);
    acquireLock(file)();
  },
);

test("a lock with nonsense in it is taken over", () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "nonsense");
  acquireLock(file)();
});

test("of many processes that want a dead process's lock at once, one at a time gets it", async () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "999999999 1\n");
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
