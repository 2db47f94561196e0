// Runs of other DAGs that tasks start, as the local runner has them.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";

const fixtures = path.join(import.meta.dirname, "../fixtures/airflow/dags-ts");

/** DAGs that start each other. */
const circle = (id: string, next: string) => `import { Dag } from "windsock";
const dag = new Dag("${id}", { startDate: "2026-01-01" });
dag.triggerDagRun("next", "${next}", { waitForCompletion: true });
export default dag;
`;

const longRun = `import { Dag } from "windsock";
const dag = new Dag("impatient", { startDate: "2026-01-01" });
dag.triggerDagRun("wait", "slow", { waitForCompletion: true }, { executionTimeout: { seconds: 1 } });
dag.triggerDagRun("elsewhere", "of_another_project");
dag.triggerDagRun("wrong", "started", { conf: { rows: "many" } });
export default dag;
`;

const slow = `import { Dag } from "windsock";
const dag = new Dag("slow", { startDate: "2026-01-01" });
dag.task("sleep", () => new Promise((resolve) => setTimeout(resolve, 60_000)))();
export default dag;
`;

let project: TestProject;
let result: CommandResult;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/started.ts": await readFile(path.join(fixtures, "started.ts"), "utf8"),
    "dags-ts/starts.ts": await readFile(path.join(fixtures, "starts.ts"), "utf8"),
    "dags-ts/one.ts": circle("one", "two"),
    "dags-ts/two.ts": circle("two", "one"),
    "dags-ts/impatient.ts": longRun,
    "dags-ts/slow.ts": slow,
  });
  expect(await project.windsock("build", "--no-types")).toMatchObject({ exitCode: 0 });
  result = await project.windsock("run", "starts", "--from", "2026-01-01");
});
afterAll(() => project?.remove());

async function journal(dagId: string): Promise<{ [key: string]: unknown }[]> {
  const text = await readFile(path.join(project.folder, "out/state", `${dagId}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const log = (dagId: string, taskId: string) =>
  readFile(path.join(project.folder, "out/logs", dagId, "2026-01-01", taskId, "attempt-1.log"), "utf8");

describe("a task that starts a run of another DAG", () => {
  test("gives it params of their types, and those that it does not name have their defaults", async () => {
    const runs = (await journal("started")).flatMap(({ kind, runId, value }) =>
      kind === "task" ? [[runId, value]] : [],
    );
    expect(Object.fromEntries(runs)).toMatchObject({
      started_with_conf: { day: "2026-01-01", rows: 3, city: "{{ ds }}", fails: false },
      started_with_defaults: { day: "none", rows: 0, city: "nowhere", fails: false },
    });
  });

  test("fails with it where it waits, and says where to look", async () => {
    const states = (await journal("starts")).flatMap(({ kind, taskId, state }) =>
      kind === "task" ? [[taskId, state]] : [],
    );
    expect(Object.fromEntries(states)).toEqual({
      count: "success",
      with_conf: "success",
      after: "success",
      with_defaults: "success",
      fails: "failed",
      not_reached: "upstream_failed",
    });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain("run started_fails of started ended as failed");
    expect(await log("starts", "fails")).toContain("It was asked to fail.");
    expect(await log("starts", "with_defaults")).toContain(
      "The run of started ended: success. In Airflow the task would not have waited for it.",
    );
  });

  test("starts none that is under way: a circle comes to an end", async () => {
    expect(await project.windsock("run", "one", "--from", "2026-01-01")).toMatchObject({ exitCode: 0 });
    expect((await journal("two")).filter(({ kind }) => kind === "run")).toHaveLength(1);
  });

  test("starts none with --no-trigger", async () => {
    expect(await project.windsock("run", "starts", "--from", "2026-01-01", "--no-trigger")).toMatchObject({
      exitCode: 0,
    });
    expect(await log("starts", "fails")).toBe(
      "No run of started is started: no other DAG is triggered by this command.\n",
    );
  });

  test("keeps its time limit, says what is elsewhere, and refuses a conf that does not fit", async () => {
    const { exitCode, stdout } = await project.windsock("run", "impatient", "--from", "2026-01-01");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("it took longer than its execution timeout");
    expect(await log("impatient", "elsewhere")).toBe(
      "No run of of_another_project is started: it is none of this project's DAGs, and runs in Airflow alone.\n",
    );
    expect(await log("impatient", "wrong")).toContain('DAG "started" refuses param rows of the conf:');
  });
});
