// Runs of other DAGs that tasks wait for, as the local runner has them.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";

const fixtures = path.join(import.meta.dirname, "../fixtures/airflow/dags-ts");

const module = (lines: string) => `import { Dag } from "windsock";\n${lines}\nexport default dag;\n`;
const daily = '{ schedule: "@daily", startDate: "2026-01-01" }';

/** DAGs that wait for each other. */
const circle = (id: string, other: string) =>
  module(`const dag = new Dag("${id}", ${daily});\ndag.waitForDag("wait", "${other}");`);

const elsewhere = module(`const dag = new Dag("elsewhere", ${daily});
dag.waitForDag("only_order", "legacy");
const read = dag.waitForTask("read", { dagId: "legacy", taskId: "load" });
const stands = dag.waitForTask("stands", { dagId: "legacy", taskId: "load", local: () => ({ rows: 4 }) });
dag.task("reads", { read }, ({ input }) => input);
dag.task("reads_stand_in", { stands }, ({ input }) => input);`);

const dates = module(`const dag = new Dag("dates", { schedule: "0 6 * * *", startDate: "2026-01-02" });
dag.waitForTask("same", { dagId: "at_midnight", taskId: "name" });
dag.waitForTask("soft", { dagId: "at_midnight", taskId: "name" }, { softFail: true });
dag.waitForTask("earlier", { dagId: "at_midnight", taskId: "name" }, { executionDelta: { days: 1, hours: 6 } });`);

/** Two that wait for each other, and are waited for at once. */
const pair = module(`const dag = new Dag("pair", ${daily});
dag.waitForDag("left", "left");
dag.waitForDag("right", "right");`);

const impatient = module(`const dag = new Dag("impatient", ${daily});
dag.waitForDag("wait", "slow", {}, { executionTimeout: { seconds: 1 } });`);
const slow = module(`const dag = new Dag("slow", ${daily});
dag.task("sleep", () => new Promise((resolve) => setTimeout(resolve, 60_000)))();`);

/** Waits for a run that it also starts. */
const starts = `import { Dag, logical_date } from "windsock";
const dag = new Dag("starts", ${daily});
dag.waitForTask("wait", { dagId: "at_midnight", taskId: "name" });
dag.triggerDagRun("start", "at_midnight", { logicalDate: logical_date, waitForCompletion: true });
export default dag;
`;

let project: TestProject;
let result: CommandResult;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/awaited.ts": await readFile(path.join(fixtures, "awaited.ts"), "utf8"),
    "dags-ts/waits.ts": await readFile(path.join(fixtures, "waits.ts"), "utf8"),
    "dags-ts/one.ts": circle("one", "two"),
    "dags-ts/two.ts": circle("two", "three"),
    "dags-ts/three.ts": circle("three", "one"),
    "dags-ts/elsewhere.ts": elsewhere,
    "dags-ts/dates.ts": dates,
    "dags-ts/pair.ts": pair,
    "dags-ts/left.ts": circle("left", "right"),
    "dags-ts/right.ts": circle("right", "left"),
    "dags-ts/impatient.ts": impatient,
    "dags-ts/slow.ts": slow,
    "dags-ts/starts.ts": starts,
    "dags-ts/at-midnight.ts": module(`const dag = new Dag("at_midnight", ${daily});\ndag.empty("name");`),
  });
  expect(await project.windsock("build", "--no-types")).toMatchObject({ exitCode: 0 });
  result = await project.windsock("run", "waits", "--from", "2026-01-01", "--to", "2026-01-01");
});
afterAll(() => project?.remove());

async function journal(dagId: string): Promise<{ [key: string]: unknown }[]> {
  const text = await readFile(path.join(project.folder, "out/state", `${dagId}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function ends(dagId: string): Promise<Record<string, unknown>> {
  const tasks = (await journal(dagId)).filter(({ kind }) => kind === "task");
  return Object.fromEntries(tasks.map(({ taskId, state }) => [taskId, state]));
}

const log = (dagId: string, taskId: string, date = "2026-01-01") =>
  readFile(path.join(project.folder, "out/logs", dagId, date, taskId, "attempt-1.log"), "utf8");

describe("a task that waits for another DAG", () => {
  test("has its run take place once, and ends as what it waits for did", async () => {
    expect(await ends("waits")).toEqual({
      counted: "success",
      both: "success",
      deferred: "success",
      report: "success",
      checked: "success",
      ended: "success",
      nothing: "success",
      of_nothing: "success",
      failed: "failed",
      not_reached: "upstream_failed",
      failed_deferred: "failed",
      soft: "skipped",
      skips: "skipped",
      by_id: "success",
    });
    expect((await journal("awaited")).filter(({ kind }) => kind === "begin")).toHaveLength(1);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('Task "fails" is failed.');
    expect(await log("waits", "failed")).toContain(
      'Waiting for task "fails" of DAG "awaited", run manual__2026-01-01T00:00:00+00:00.',
    );
  });

  test("returns what the other task returned in that run", async () => {
    const report = (await journal("waits")).find(
      ({ kind, taskId }) => kind === "task" && taskId === "report",
    );
    const run = "manual__2026-01-01T00:00:00+00:00";
    expect(report?.value).toEqual({
      rows: 3,
      city: "{{ ds }}",
      both: [{ rows: 3, of: { city: "{{ ds }}" }, run }, "Ljubljana 🏔"],
      name: "Ljubljana 🏔",
    });
  });

  test("has no run take place that an earlier command has had succeed", async () => {
    await project.windsock("run", "awaited", "--from", "2026-01-02", "--to", "2026-01-02", "--task", "name");
    const { length } = await journal("awaited");
    const again = await project.windsock(
      ...["run", "waits", "--from", "2026-01-02", "--to", "2026-01-02", "--task", "deferred"],
    );
    expect(again.exitCode).toBe(0);
    expect(await journal("awaited")).toHaveLength(length);
  });

  test("waits for none that waits for it: a circle comes to an end", async () => {
    expect(await project.windsock("run", "one", "--from", "2026-01-01", "--to", "2026-01-01")).toMatchObject({
      exitCode: 0,
    });
    expect(await log("three", "wait")).toContain(
      'Nothing is waited for of DAG "one": it is under way, and a circle of DAGs comes to an end here.',
    );
  });

  test("comes to an end where two that wait for each other are under way, and where the run is started, too", async () => {
    for (const dagId of ["pair", "starts"]) {
      expect(
        await project.windsock("run", dagId, "--from", "2026-01-04", "--to", "2026-01-04"),
      ).toMatchObject({ exitCode: 0 });
    }
    const runs = (await journal("at_midnight")).filter(({ kind }) => kind === "run");
    expect(runs.filter(({ runId }) => runId === "manual__2026-01-04T00:00:00+00:00").length).toBeLessThan(3);
  });

  test("keeps its time limit", async () => {
    const { exitCode, stdout } = await project.windsock(
      ...["run", "impatient", "--from", "2026-01-01", "--to", "2026-01-01"],
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("it took longer than its execution timeout");
  });

  test("is done for another project's DAG where only the order counts, and fails where its output is read", async () => {
    const { exitCode } = await project.windsock(
      "run",
      "elsewhere",
      "--from",
      "2026-01-01",
      "--to",
      "2026-01-01",
    );
    expect(exitCode).toBe(1);
    expect(await ends("elsewhere")).toEqual({
      only_order: "success",
      read: "failed",
      stands: "success",
      reads: "upstream_failed",
      reads_stand_in: "success",
    });
    const nothing =
      'Nothing is waited for of DAG "legacy": it is none of this project\'s DAGs, and runs in Airflow alone.';
    expect(await log("elsewhere", "only_order")).toBe(`${nothing}\n`);
    expect(await log("elsewhere", "read")).toBe(
      `${nothing} What it returns is read. Give the wait a stand-in: local.\n`,
    );
  });

  test("says when the other DAG has no run of that date", async () => {
    await project.windsock("run", "dates", "--from", "2026-01-02", "--to", "2026-01-02");
    expect(await ends("dates")).toEqual({ same: "failed", soft: "skipped", earlier: "success" });
    expect(await log("dates", "same", "2026-01-02T060000Z")).toContain(
      'DAG "at_midnight" has no run of 2026-01-02T06:00:00.000Z: that is no date of its schedule.',
    );
    expect(await log("dates", "earlier", "2026-01-02T060000Z")).toContain(
      "run manual__2026-01-01T00:00:00+00:00",
    );
  });

  test("runs no other DAG with --no-trigger", async () => {
    const { exitCode } = await project.windsock(
      ...["run", "waits", "--from", "2026-01-05", "--to", "2026-01-05", "--no-trigger", "--task", "counted"],
      ...["--task", "report", "--task", "both", "--task", "deferred"],
    );
    expect(exitCode).toBe(1);
    expect(await log("waits", "counted", "2026-01-05")).toContain(
      "What it returns is read. Run it first: npx windsock run awaited --from 2026-01-05T00:00 --to 2026-01-05T00:00.",
    );
  });
});
