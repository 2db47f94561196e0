import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { RunnerProject } from "./runner-project.ts";

let project: RunnerProject;

beforeEach(() => {
  project = new RunnerProject();
  onTestFinished(() => project.remove());
});

const started = (count: number) => () =>
  project.events().filter((line) => line.includes("pid")).length >= count;

/** Ids of the processes the tasks told of. */
const pids = () =>
  project
    .events()
    .flatMap((line) => line.match(/pid (\d+)/)?.[1] ?? [])
    .map(Number);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const patient = `for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => note(signal));
  process.on("SIGTERM", () => setTimeout(() => process.exit(143), 200));
  note("pid " + process.pid); await sleep(60_000);`;

describe("a runner that is asked to stop", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "by %s tells its tasks, waits for them, says how to go on and exits with %i",
    async (signal, code) => {
      project.dag("sample", { first: { run: "succeed();" }, slow: { upstream: ["first"], run: patient } });
      const runner = project.start(["run", "sample", "--jobs", "2", "--to", "2021-07-03"]);
      await project.until(started(2));
      runner.kill(signal);
      const { exitCode, stdout } = await runner;
      expect(exitCode).toBe(code);
      expect(stdout).toContain("Stopped. Go on with: npx windsock run sample --to 2021-07-03 --resume");
      expect(pids().filter(isAlive)).toEqual([]);
      expect(project.list("out")).toEqual(["logs", "state"]);
      const records = project.journal("sample").filter(({ kind }) => kind === "task" || kind === "run");
      expect(records.every(({ taskId, state }) => taskId === "first" && state === "success")).toBe(true);
    },
  );

  test("by a terminal, which tells the whole process group, passes it on to each task exactly once", async () => {
    project.dag("sample", { slow: { run: patient } }, { endDate: "2021-07-02" });
    const runner = project.start(["run", "sample"], {}, { detached: true });
    await project.until(started(1));
    process.kill(-(runner.pid ?? 0), "SIGINT");
    expect((await runner).exitCode).toBe(130);
    expect(project.events().slice(1)).toEqual(["slow 2021-07-02 SIGTERM"]);
  });

  test("kills tasks that will not listen, and what they started", async () => {
    project.dag(
      "sample",
      {
        deaf: {
          run: `process.on("SIGTERM", () => {});
            const { spawn } = await import("node:child_process");
            const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
            note("pid " + child.pid); note("pid " + process.pid); await sleep(60_000);`,
        },
      },
      { endDate: "2021-07-02" },
    );
    const runner = project.start(["run", "sample"]);
    await project.until(started(2));
    runner.kill("SIGINT");
    expect((await runner).exitCode).toBe(130);
    await project.until(() => pids().filter(isAlive).length === 0);
  });

  test("while it waits for a retry does not wait for it any longer", async () => {
    project.dag(
      "sample",
      { flaky: { options: { retries: 1 }, run: "process.exit(1);" } },
      { endDate: "2021-07-02" },
    );
    const runner = project.start(["run", "sample", "--retry-delay", "3600"]);
    await new Promise<void>((resolve) => {
      runner.stdout.on("data", (chunk: Buffer) => chunk.includes("RETRY") && resolve());
    });
    runner.kill("SIGINT");
    expect((await runner).exitCode).toBe(130);
  });
});

const hasScript = spawnSync("script", ["--version"]).status === 0;

describe.skipIf(!hasScript)("a runner whose terminal is gone", () => {
  /** Runs it on a terminal of its own, which a shell in it outlives to write down how it ended. */
  function startOnTerminal(before: string) {
    const command = path.resolve("dist/cli/main.js");
    const line = `stty rows 24 cols 80; ${before} "${process.execPath}" ${command} run sample; echo $? > ended.new; mv ended.new ended`;
    return execa("script", ["--quiet", "--command", line, "/dev/null"], {
      cwd: project.folder,
      env: { TERM: "xterm", SHELL: "/bin/sh", NO_COLOR: "", CI: "" },
      stdin: "ignore",
      reject: false,
    });
  }

  test.each([
    ["and tells it by SIGHUP", "trap : HUP;"],
    ["although it was to ignore SIGHUP", "trap '' HUP;"],
    ["and fails what is written to it, without a signal", "trap '' HUP; setsid --wait"],
  ])("%s: tells its tasks, and exits with 129", async (_, before) => {
    project.dag("sample", { slow: { run: patient } }, { endDate: "2021-07-02" });
    const terminal = startOnTerminal(before);
    await project.until(started(1));
    terminal.kill("SIGKILL");
    await terminal;
    await project.until(() => existsSync(path.join(project.folder, "ended")));
    expect(project.read("ended").trim()).toBe("129");
    expect(pids().filter(isAlive)).toEqual([]);
    expect(project.list("out")).toEqual(["logs", "state"]);
  });
});

describe("a second runner", () => {
  test("waits for the first one to end, and says which process it waits for", async () => {
    project.dag(
      "sample",
      { slow: { run: `note("pid " + process.pid); await waitFor("go"); succeed();` } },
      { endDate: "2021-07-02" },
    );
    const first = project.start(["run", "sample"]);
    await project.until(started(1));
    const second = project.start(["run", "sample"]);
    let said = "";
    second.stdout.on("data", (chunk: Buffer) => {
      said += String(chunk);
    });
    await project.until(() =>
      said.includes(`Another windsock (process ${first.pid}) is using ${project.folder}/out.`),
    );
    project.write("go", "");
    expect((await first).exitCode).toBe(0);
    expect((await second).exitCode).toBe(0);
  });

  test("that waits gives up on Ctrl-C, and the first one goes on", async () => {
    project.dag("sample", { slow: { run: patient } }, { endDate: "2021-07-02" });
    const first = project.start(["run", "sample"]);
    await project.until(started(1));
    const second = project.start(["run", "sample"]);
    await new Promise<void>((resolve) => {
      second.stdout.on("data", (chunk: Buffer) => chunk.includes("Waiting") && resolve());
    });
    second.kill("SIGINT");
    expect((await second).exitCode).toBe(130);
    first.kill("SIGTERM");
    expect((await first).exitCode).toBe(143);
  });

  test("takes over from one that was killed", async () => {
    project.dag(
      "sample",
      { work: { run: `if (!existsSync("calm")) { ${patient} } succeed();` } },
      { endDate: "2021-07-02" },
    );
    const runner = project.start(["run", "sample"]);
    await project.until(started(1));
    runner.kill("SIGKILL");
    await runner;
    expect(project.read("out/windsock.lock")).toContain(`.${runner.pid}-`);
    project.write("calm", "");
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
  });
});
