// The program as a person runs it: help, defaults, mistakes, signals.
import { cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesBelow, PROJECT, temporaryFolder } from "./temporary-folder.ts";

const PROGRAM = "dags-ts/local/sample-data";
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

const FIRST_FILE = "user-incoming-bucket/user-data/session_user_data20210701.zip";
const SMALL = ["--to", "2021-07-01", "--users-per-day", "20"];

interface Place {
  readonly project?: string;
  readonly cwd?: string;
  readonly timeZone?: string;
  readonly terminal?: boolean;
}

// Stands in for a terminal: what the program asks of one is whether it is there, and its size.
const TERMINAL =
  "data:text/javascript,for (const stream of [process.stdout, process.stderr])" +
  " Object.assign(stream, { isTTY: true, columns: 80, rows: 24 })";

function start(args: string[], place: Place = {}) {
  const { project = PROJECT, cwd = PROJECT, timeZone = "UTC", terminal = false } = place;
  const imports = ["--import", TSX, ...(terminal ? ["--import", TERMINAL] : [])];
  const main = path.join(project, PROGRAM, "main.ts");
  const options = { cwd, env: { TZ: timeZone }, reject: false } as const;
  const program = execa(process.execPath, [...imports, main, ...args], options);
  onTestFinished(() => void program.kill("SIGKILL"));
  return program;
}

describe("the sample data program", () => {
  test("tells its options and defaults", async () => {
    const { exitCode, stdout } = await start(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("--users-per-day <number>  Rows of each file (default: 9999)");
    expect(stdout).toContain(`(default: ${path.join(PROJECT, "out/object-store")})`);
  });

  test("writes to the project it lies in, wherever it is started, then has nothing to do", async () => {
    const [project, cwd] = [await temporaryFolder(), await temporaryFolder()];
    await cp(path.join(PROJECT, PROGRAM), path.join(project, PROGRAM), { recursive: true });
    const folder = path.join(project, "out/object-store/user-incoming-bucket/user-data");

    const first = await start(SMALL, { project, cwd });
    expect(first.stdout).toMatch(/^session_user_data20210701\.zip {2}\d KiB {2}\(1 of 1\)\n/);
    expect(first.stdout).toContain(`Wrote 1 day to ${folder}.`);
    expect(await filesBelow(path.join(project, "out/object-store"))).toEqual([FIRST_FILE]);

    const second = await start(SMALL, { project, cwd });
    expect(second.stdout).toBe(`Nothing to do: 1 day in ${folder} already. --force writes them again.`);
    expect([first.exitCode, second.exitCode, await filesBelow(cwd)]).toEqual([0, 0, []]);
  });

  test("takes a store relative to where it is started", async () => {
    const cwd = await temporaryFolder();
    await start([...SMALL, "--store", "here", "--bucket", "other", "--format", "gz"], { cwd });
    expect(await filesBelow(cwd)).toEqual(["here/other/user-data/session_user_data20210701.csv.gz"]);
  });

  test("writes the same bytes in any time zone", async () => {
    const store = await temporaryFolder();
    const zones = ["Asia/Kolkata", "America/Los_Angeles"];
    for (const timeZone of zones)
      await start([...SMALL, "--store", path.join(store, timeZone)], { timeZone });
    const [east, west] = await Promise.all(zones.map((zone) => readFile(path.join(store, zone, FIRST_FILE))));
    expect(east).toEqual(west);
  });

  test("tells each mistake, writes nothing and exits with 2", async () => {
    const store = await temporaryFolder();
    const { exitCode, stdout, stderr } = await start([
      "--store",
      store,
      "--users-per-day",
      "0",
      "--format",
      "rar",
    ]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toEqual([
      "--users-per-day must be one whole number from 1 to 100000000",
      "--format must be zip, gz or csv",
      "See --help.",
    ]);
    expect(await filesBelow(store)).toEqual([]);
  });

  test("exits with 1 and names the file that it cannot write", async () => {
    const store = path.join(await temporaryFolder(), "a-file");
    await writeFile(store, "");
    const { exitCode, stderr } = await start(["--store", store]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Cannot write ${path.join(store, FIRST_FILE)}: ENOTDIR`);
    expect(stderr.split("\n")).toHaveLength(1);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("leaves no half-written file on %s and exits with %i", async (signal, code) => {
    const store = await temporaryFolder();
    const program = start(["--store", store, "--users-per-day", "10000000"]);
    while ((await filesBelow(store)).length === 0) await setTimeout(20);
    program.kill(signal);
    const { exitCode, stderr } = await program;
    expect(exitCode).toBe(code);
    expect(stderr).toBe(`Stopped by ${signal}. Finished days are kept; run again for the rest.`);
    expect(await filesBelow(store)).toEqual([]);
  });

  test("cleans up on a signal while its live line is on a terminal", async () => {
    const store = await temporaryFolder();
    const program = start(["--store", store, "--users-per-day", "200000"], { terminal: true });
    const writesSecondDay = async () => (await filesBelow(store)).length > 1;
    while (!(await writesSecondDay())) await setTimeout(5);
    program.kill("SIGINT");
    expect((await program).exitCode).toBe(130);
    expect((await filesBelow(store)).filter((file) => !file.endsWith(".zip"))).toEqual([]);
  });
});
