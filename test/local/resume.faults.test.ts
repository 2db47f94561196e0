import { appendFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type DagOverrides, RunnerProject, type TestTask } from "./runner-project.ts";

let project: RunnerProject;

beforeEach(() => {
  project = new RunnerProject();
  onTestFinished(() => project.remove());
});

/** `load` needs what `clean` returned, and fails on 3 July until there is a file `repaired`. */
const tasks: Readonly<Record<string, TestTask>> = {
  clean: { run: 'note("ran"); succeed({ day: ds, tag: Math.random() });' },
  load: {
    upstream: ["clean"],
    input: { kind: "output", taskId: "clean", path: ["day"] },
    run: 'note("ran"); if (ds === "2021-07-03" && !existsSync("repaired")) throw new Error("down"); succeed(input);',
  },
  end: { upstream: ["load"] },
};

const sample = (overrides: DagOverrides = {}) => project.dag("sample", tasks, overrides);

const succeeded = (taskId: string) =>
  project.journal("sample").filter((record) => record.taskId === taskId && record.state === "success");

describe("after a failure", () => {
  test("--resume runs what failed and what comes after, and nothing that succeeded", async () => {
    sample();
    const failed = await project.windsock(["run", "sample"]);
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain("npx windsock run sample --resume");
    project.write("events.txt", "");
    project.write("repaired", "");
    const resumed = await project.windsock(["run", "sample", "--resume"]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stdout).toContain("3 runs, 2021-07-02 to 2021-07-04, 2 done before");
    expect(project.events()).toEqual(["load 2021-07-03 ran"]);
    expect(succeeded("end")).toHaveLength(3);
  });

  test("without --resume everything is run afresh", async () => {
    sample();
    project.write("repaired", "");
    await project.windsock(["run", "sample"]);
    project.write("events.txt", "");
    await project.windsock(["run", "sample"]);
    expect(project.events()).toHaveLength(6);
  });

  test("--resume when all is done runs nothing", async () => {
    sample({ endDate: "2021-07-02" });
    await project.windsock(["run", "sample"]);
    project.write("events.txt", "");
    const { exitCode, stdout } = await project.windsock(["run", "sample", "--resume"]);
    expect([exitCode, project.read("events.txt")]).toEqual([0, ""]);
    expect(stdout).toContain("1 run, for 2021-07-02, 1 done before");
  });

  test("a range that was begun afresh and not reached is not taken for done", async () => {
    sample();
    project.write("repaired", "");
    await project.windsock(["run", "sample"]);
    const runner = project.start(["run", "sample", "--jobs", "1"]);
    await project.until(() => succeeded("load").length === 4);
    runner.kill("SIGKILL");
    await runner;
    const before = succeeded("load").length;
    project.write("events.txt", "");
    expect((await project.windsock(["run", "sample", "--resume"])).exitCode).toBe(0);
    expect(succeeded("load")).toHaveLength(6);
    expect(project.events().filter((line) => line.startsWith("load"))).toHaveLength(6 - before);
  });

  test("--resume with other params than before is refused, naming both", async () => {
    sample({ params: { minClicks: { type: "integer", default: 3 } } });
    await project.windsock(["run", "sample"]);
    const { exitCode, stderr } = await project.windsock([
      "run",
      "sample",
      "--resume",
      "--param",
      "minClicks=2",
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The run of 2021-07-02 began with params {"minClicks":3}, not {"minClicks":2}.');
  });

  test("a rule that skipped a task is asked again", async () => {
    project.dag(
      "sample",
      {
        check: { run: 'if (existsSync("repaired")) succeed(); else throw new Error("down");' },
        alarm: {
          upstream: ["check"],
          options: { triggerRule: "all_success" },
          run: 'note("ran"); succeed();',
        },
        calm: { upstream: ["check"], options: { triggerRule: "all_failed" }, run: 'note("ran"); succeed();' },
      },
      { endDate: "2021-07-02" },
    );
    await project.windsock(["run", "sample"]);
    project.write("repaired", "");
    expect((await project.windsock(["run", "sample", "--resume"])).exitCode).toBe(0);
    // The alarm was upstream_failed at first; the calm one keeps its success.
    expect(project.events()).toEqual(["calm 2021-07-02 ran", "alarm 2021-07-02 ran"]);
  });
});

describe("after the runner was killed", () => {
  test("--resume keeps what was done, even when the last record was cut off, and leaves no task behind", async () => {
    project.dag("sample", {
      clean: { run: 'note("ran"); succeed(ds);' },
      load: {
        upstream: ["clean"],
        input: { kind: "output", taskId: "clean", path: [] },
        run: 'note("pid " + process.pid); if (!existsSync("repaired")) await sleep(60_000); succeed(input);',
      },
    });
    const runner = project.start(["run", "sample", "--jobs", "1"]);
    await project.until(() => project.events().some((line) => line.startsWith("load")));
    runner.kill("SIGKILL");
    await runner;
    const [, , , pid] =
      project
        .events()
        .find((line) => line.startsWith("load"))
        ?.split(" ") ?? [];
    await project.until(() => !isAlive(Number(pid)));
    appendFileSync(path.join(project.folder, "out/state/sample.jsonl"), '{"kind":"task","runId":"manual__20');
    project.write("repaired", "");
    const { exitCode, stdout } = await project.windsock(["run", "sample", "--resume"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("3 runs, all of them successful.");
    expect(project.events().filter((line) => line === "clean 2021-07-02 ran")).toHaveLength(1);
    expect(project.list("out")).toEqual(["logs", "state"]);
  });
});

describe("--task", () => {
  test("runs only this task, on what the others left", async () => {
    sample();
    project.write("repaired", "");
    await project.windsock(["run", "sample"]);
    project.write("events.txt", "");
    const { exitCode } = await project.windsock(["run", "sample", "--task", "load", "--from", "2021-07-03"]);
    expect(exitCode).toBe(0);
    expect(project.events().sort()).toEqual(["load 2021-07-03 ran", "load 2021-07-04 ran"]);
  });

  test("is refused when an upstream output is missing, with its name", async () => {
    sample();
    const { exitCode, stderr } = await project.windsock(["run", "sample", "--task", "load"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'Task "load": It reads the output of "clean", and there is none for 2021-07-02 (and 2 more runs). ' +
        'Run "clean" too: --task clean --task load.',
    );
  });

  test("may be repeated, and keeps the order of the DAG", async () => {
    sample({ endDate: "2021-07-02" });
    const { exitCode } = await project.windsock(["run", "sample", "--task", "load", "--task", "clean"]);
    expect(exitCode).toBe(0);
    expect(project.events()).toEqual(["clean 2021-07-02 ran", "load 2021-07-02 ran"]);
  });

  test("names the DAG's tasks when there is no such task", async () => {
    sample();
    const { exitCode, stderr } = await project.windsock(["run", "sample", "--task", "lod"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('DAG "sample" has no task "lod". Its tasks: clean, load, end.');
  });
});

test("a task that depends on its past is held back by the range before", async () => {
  const past: Readonly<Record<string, TestTask>> = {
    load: {
      options: { dependsOnPast: true },
      run: 'if (ds === "2021-07-02") throw new Error("down"); succeed();',
    },
  };
  project.dag("sample", past);
  await project.windsock(["run", "sample", "--to", "2021-07-02"]);
  const { exitCode, stdout } = await project.windsock(["run", "sample", "--from", "2021-07-03"]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("2 of 2 runs failed: 2021-07-03, 2021-07-04.");
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
