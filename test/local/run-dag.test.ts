import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { modelVersion } from "../../src/model/dag/dag-model.ts";
import type { Expression } from "../../src/model/expression/expression.ts";
import { RunnerProject } from "./runner-project.ts";

let project: RunnerProject;

beforeEach(() => {
  project = new RunnerProject();
  onTestFinished(() => project.remove());
});

const output = (taskId: string, ...path: string[]): Expression => ({ kind: "output", taskId, path });
const oneDay = { endDate: "2021-07-02" };

describe("values", () => {
  test("go from task to task as JSON, whatever a task prints", async () => {
    const value = { text: 'ä "quoted" \\ \n\u2028', list: [1, null, { deep: true }], number: -0.5 };
    project.dag(
      "sample",
      {
        make: {
          run: `console.log('{"kind":"success","value":"garbage"}');
            process.stdout.write("no line end, \\u0000 and \\u001b[31mcolours");
            console.error("noise");
            succeed(${JSON.stringify(value)});`,
        },
        take: { upstream: ["make"], input: output("make"), run: "succeed(input)" },
        pick: { upstream: ["take"], input: output("take", "list"), run: "succeed(input)" },
      },
      oneDay,
    );
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
    const values = project
      .journal("sample")
      .flatMap((record) => (record.kind === "task" ? [record.value] : []));
    expect(values).toEqual([value, value, value.list]);
  });

  test("may be 100 KB in size", async () => {
    project.dag(
      "sample",
      {
        make: { run: 'succeed("ä".repeat(50_000))' },
        take: { upstream: ["make"], input: output("make"), run: "succeed(Buffer.byteLength(input))" },
      },
      oneDay,
    );
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
    expect(project.journal("sample")).toContainEqual(
      expect.objectContaining({ taskId: "take", value: 100_000 }),
    );
  });

  test("that are longer than any environment variable reach the task", async () => {
    project.dag(
      "sample",
      {
        make: { run: 'succeed("x".repeat(140_000))' },
        take: { upstream: ["make"], input: output("make"), run: "succeed(input.length)" },
      },
      oneDay,
    );
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
    expect(project.journal("sample")).toContainEqual(
      expect.objectContaining({ taskId: "take", value: 140_000 }),
    );
  });

  test("from variables, params, connections and the run reach the task's input", async () => {
    project.write(".env", "AIRFLOW_VAR_BUCKET=incoming\nAIRFLOW_CONN_STORE=fs://?path=objects\n");
    project.dag(
      "sample",
      {
        read: {
          connections: { store: "store" },
          input: {
            kind: "object",
            entries: {
              key: {
                kind: "template",
                parts: [
                  { kind: "variable", key: "bucket", json: false, path: [] },
                  { kind: "literal", value: "/" },
                  { kind: "run", field: "ds_nodash" },
                ],
              },
              clicks: { kind: "param", name: "minClicks", path: [] },
              type: { kind: "connection", connId: "store", field: "conn_type" },
            },
          },
          run: "succeed({ input, context, connections, env: Object.keys(process.env) })",
        },
      },
      { ...oneDay, params: { minClicks: { type: "integer", default: 3 } } },
    );
    const { exitCode } = await project.windsock(["run", "sample", "--param", "minClicks=2"], {
      AIRFLOW_VAR_OTHER: "x",
      AIRFLOW__CORE__FERNET_KEY: "secret",
      KEPT: "yes",
    });
    expect(exitCode).toBe(0);
    const [{ value }] = project.journal("sample").filter(({ kind }) => kind === "task") as [{ value: never }];
    expect(value).toMatchObject({
      input: { key: "incoming/20210702", clicks: 2, type: "fs" },
      context: {
        dagId: "sample",
        taskId: "read",
        runId: "manual__2021-07-02T00:00:00+00:00",
        tryNumber: 1,
        mapIndex: -1,
        logicalDate: "2021-07-02T00:00:00.000Z",
        dataIntervalEnd: "2021-07-03T00:00:00.000Z",
        params: { minClicks: 2 },
      },
      connections: { store: { connType: "fs", extra: { path: `${project.folder}/objects` } } },
    });
    const { env } = value as { env: string[] };
    expect(env).toContain("KEPT");
    expect(env.filter((name) => name.startsWith("AIRFLOW_"))).toEqual([]);
  });
});

describe("processes", () => {
  test("run side by side up to --jobs, over runs and within one", async () => {
    // Each task waits until the other one of its pair has started too.
    const meet = (other: string) => `note("start"); console.log("x");
      appendFileSync("here-" + context.taskId + ds, ""); await waitFor("here-${other}" + ds); succeed();`;
    project.dag("sample", { left: { run: meet("right") }, right: { run: meet("left") } }, oneDay);
    expect((await project.windsock(["run", "sample", "--jobs", "2"])).exitCode).toBe(0);
  });

  test("never run side by side with --jobs 1", async () => {
    const run = 'note("start"); await sleep(30); note("end"); succeed();';
    project.dag("sample", { a: { run }, b: { run } });
    expect((await project.windsock(["run", "sample", "--jobs", "1"])).exitCode).toBe(0);
    const kinds = project.events().map((line) => line.split(" ")[2]);
    expect(kinds).toEqual(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? "start" : "end")));
  });

  test("of more runs than the DAG allows to be active do not mix", async () => {
    project.dag(
      "sample",
      { a: { run: "note('x'); succeed();" }, b: { upstream: ["a"], run: "note('x'); succeed();" } },
      {
        maxActiveRuns: 1,
      },
    );
    expect((await project.windsock(["run", "sample", "--jobs", "4"])).exitCode).toBe(0);
    expect(project.events().map((line) => line.split(" ")[1])).toEqual([
      "2021-07-02",
      "2021-07-02",
      "2021-07-03",
      "2021-07-03",
      "2021-07-04",
      "2021-07-04",
    ]);
  });

  test("that take longer than the execution timeout are ended, even when they ignore SIGTERM, and tried again", async () => {
    project.dag(
      "sample",
      {
        polite: {
          options: { executionTimeout: 2, retries: 1 },
          run: 'if (context.tryNumber === 2) succeed(); else { process.on("SIGTERM", () => { note("SIGTERM"); process.exit(143); }); await sleep(60_000); }',
        },
        deaf: {
          options: { executionTimeout: 2 },
          run: 'process.on("SIGTERM", () => {}); await sleep(60_000);',
        },
      },
      oneDay,
    );
    const { exitCode, stdout } = await project.windsock(["run", "sample", "--retry-delay", "0"]);
    expect(exitCode).toBe(1);
    expect(project.events()).toEqual(["polite 2021-07-02 SIGTERM"]);
    expect(stdout).toContain(
      "polite in 0.0 s, try 1 of 2 failed: it took longer than its execution timeout of 2 s",
    );
    expect(stdout).toContain("deaf after 1 try: it took longer than its execution timeout of 2 s");
  });
});

describe("ends", () => {
  test("an error is retried, a fail outcome is not, a skip skips what comes after", async () => {
    project.dag(
      "sample",
      {
        flaky: {
          options: { retries: 2 },
          run: "if (context.tryNumber < 3) process.exit(7); succeed(context.tryNumber);",
        },
        hopeless: { options: { retries: 2 }, run: 'fail("no such bucket");' },
        off: { options: { retries: 2 }, run: 'skip("nothing to do");' },
        afterOff: { upstream: ["off"], run: "succeed();" },
        afterHopeless: { upstream: ["hopeless"], run: "succeed();" },
        cleanUp: { upstream: ["hopeless", "off"], options: { triggerRule: "all_done" }, run: "succeed();" },
      },
      oneDay,
    );
    const { exitCode, stdout } = await project.windsock(["run", "sample", "--retry-delay", "0"]);
    expect(exitCode).toBe(1);
    const tasks = project.journal("sample").filter(({ kind }) => kind === "task");
    const ends = tasks.map(({ taskId, state, tries, reason }) => [taskId, state, tries, reason]);
    expect(ends).toHaveLength(6);
    expect(ends).toContainEqual(["flaky", "success", 3, undefined]);
    expect(ends).toContainEqual(["hopeless", "failed", 1, "no such bucket"]);
    expect(ends).toContainEqual(["off", "skipped", 1, "nothing to do"]);
    expect(ends).toContainEqual(["afterOff", "skipped", 0, undefined]);
    expect(ends).toContainEqual(["afterHopeless", "upstream_failed", 0, undefined]);
    expect(ends).toContainEqual(["cleanUp", "success", 1, undefined]);
    expect(stdout).toContain("try 1 of 3 failed: exit code 7");
  });

  test.each([
    [
      "exit code 0 without an outcome",
      "process.exit(0);",
      "ended without an outcome, although with exit code 0",
    ],
    ["an outcome that is none", 'outcome({ kind: "done" });', "its outcome cannot be read"],
    ["an outcome, but another exit code", "succeed(1); process.exit(9);", "exit code 9"],
    ["a signal", 'process.kill(process.pid, "SIGKILL");', "its process was ended by SIGKILL"],
  ])("a try with %s has failed", async (_, run, reason) => {
    project.dag("sample", { broken: { run } }, oneDay);
    const { exitCode, stdout } = await project.windsock(["run", "sample"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`broken after 1 try: `);
    expect(stdout).toContain(reason);
  });

  test("a task that runs out of memory has failed, and its log says why", async () => {
    project.dag(
      "sample",
      { greedy: { run: "const all = []; for (;;) all.push(new Array(1000).fill(0.5));" } },
      oneDay,
    );
    const { exitCode, stdout } = await project.windsock(["run", "sample"], {
      NODE_OPTIONS: "--max-old-space-size=64",
    });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("its process was ended by SIG")]);
    expect(project.read("out/logs/sample/2021-07-02/greedy/attempt-1.log")).toContain("heap out of memory");
  });

  test("all output of each try is kept in order, and logs of an earlier runner make room", async () => {
    const print = 'console.log("out 1"); console.error("err 1"); console.log("out 2");';
    project.dag(
      "sample",
      {
        talk: {
          options: { retries: 1 },
          run: `${print} if (!existsSync("calm")) process.exit(1); succeed();`,
        },
      },
      oneDay,
    );
    await project.windsock(["run", "sample", "--retry-delay", "0"]);
    const folder = "out/logs/sample/2021-07-02/talk";
    expect(project.list(folder)).toEqual([
      "attempt-1.jsonl",
      "attempt-1.log",
      "attempt-2.jsonl",
      "attempt-2.log",
    ]);
    expect(project.read(`${folder}/attempt-2.log`)).toBe("out 1\nerr 1\nout 2\n");
    project.write("calm", "");
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
    expect(project.list(folder)).toEqual(["attempt-1.jsonl", "attempt-1.log"]);
  });

  test("passwords reach the task, and no log, journal or screen", async () => {
    project.write(".env", "AIRFLOW_CONN_DB=postgres://loader:hunter2-%22x@db.example.com/dev\n");
    project.dag(
      "sample",
      {
        leak: {
          connections: { db: "db" },
          run: `note(connections.db.password === 'hunter2-"x' ? "has it" : "has it not");
            console.log(JSON.stringify(connections)); console.error(connections.db.password);
            fail("cannot log in with " + connections.db.password);`,
        },
      },
      oneDay,
    );
    const { stdout, stderr } = await project.windsock(["run", "sample"]);
    expect(project.events()).toEqual(["leak 2021-07-02 has it"]);
    const log = project.read("out/logs/sample/2021-07-02/leak/attempt-1.log");
    expect(log).toContain('"password":"***"');
    expect(stdout).toContain("cannot log in with ***");
    expect([stdout, stderr, log, project.read("out/state/sample.jsonl")].join("\n")).not.toContain("hunter2");
  });
});

describe("what keeps a DAG from starting is told before anything runs", () => {
  test("missing variables, connections, bundles and raw Jinja, all at once, with the task", async () => {
    project.dag("sample", {
      fine: { run: "note('ran'); succeed();" },
      load: {
        connections: { warehouse: "redshift" },
        input: {
          kind: "list",
          items: [
            { kind: "variable", key: "bucket", json: false, path: [] },
            { kind: "jinja", source: "{{ ds }}" },
          ],
        },
        run: "succeed();",
      },
    });
    const { rmSync } = await import("node:fs");
    rmSync(`${project.folder}/generated/bundles/sample/fine.mjs`);
    const { exitCode, stderr } = await project.windsock(["run", "sample"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('DAG "sample" cannot start:');
    expect(stderr).toContain(
      'Task "fine": Its bundle generated/bundles/sample/fine.mjs is missing. Run `npx windsock build`.',
    );
    expect(stderr).toContain('Task "load": Connection "redshift" does not exist. Set AIRFLOW_CONN_REDSHIFT');
    expect(stderr).toContain('Task "load": Variable "bucket" does not exist. Set AIRFLOW_VAR_BUCKET');
    expect(stderr).toContain('Task "load": Raw Jinja ({{ ds }}) is only evaluated by Airflow.');
    expect(stderr).not.toContain("    at ");
    expect(project.events()).toEqual([]);
  });

  test("an unknown DAG, with the names of the known ones", async () => {
    project.dag("one", {});
    project.dag("two", {});
    const { exitCode, stderr } = await project.windsock(["run", "three"]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'DAG "three" is not built. The built DAGs are: one, two. If it is new, run `npx windsock build` first.',
    );
  });

  test("a project in which nothing is built", async () => {
    const { stderr } = await project.windsock(["run", "sample"]);
    expect(stderr).toBe('DAG "sample" is not built. No DAG is built yet. Run `npx windsock build` first.');
  });

  test("a model of another version", async () => {
    project.write("generated/bundles/sample/dag.json", '{"modelVersion": 99}');
    const { exitCode, stderr } = await project.windsock(["run", "sample"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `has model version 99, and this windsock reads version ${modelVersion}. Run \`npx windsock build\``,
    );
  });

  test("a connection that cannot be read, without its text", async () => {
    project.dag("sample", { load: { connections: { db: "db" }, run: "succeed();" } });
    const { stderr } = await project.windsock(["run", "sample"], {
      AIRFLOW_CONN_DB: "postgres://a:Sup3r/Secret@host",
    });
    expect(stderr).toContain('Task "load": Connection "db" cannot be read');
    expect(stderr).not.toMatch(/Sup3r|Secret/);
  });
});

test("an output that the upstream task has not left is null, as in Airflow; a part of it fails the task", async () => {
  const after = { upstream: ["off"], options: { triggerRule: "all_done", retries: 2 } } as const;
  project.dag(
    "sample",
    {
      off: { run: 'skip("nothing");' },
      use: { ...after, input: output("off"), run: "note(JSON.stringify(input)); succeed();" },
      pick: { ...after, input: output("off", "rows"), run: "succeed();" },
    },
    oneDay,
  );
  const { stdout } = await project.windsock(["run", "sample"]);
  expect(project.read("events.txt")).toBe("use 2021-07-02 null\n");
  expect(stdout).toContain('pick after 1 try: There is no "rows" in the output of task "off".');
});
