// How the processes of tasks end, and what the local runner makes of it: the same as Airflow.
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileName } from "../../src/model/project.ts";
import { endings, refusals } from "../airflow/endings.ts";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";

let project: TestProject;
let result: CommandResult;
let tasks: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  project = await TestProject.create("airflow");
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  result = await project.windsock("run", "endings", "--retry-delay", "0");
  const records = (await project.read("out/state/endings.jsonl"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  tasks = Object.fromEntries(
    records.filter(({ kind }) => kind === "task").map((record) => [record.taskId, record]),
  );
});
afterAll(() => project.remove());

test("the run has failed, and each task of it is known", () => {
  expect(result.exitCode).toBe(1);
  expect(Object.keys(tasks).sort()).toEqual(
    [...Object.keys(endings), ...Object.keys(refusals), "sets_exit_code"].sort(),
  );
});

test.each(Object.entries(endings))(
  "%s: a failure, tried again, and the cause is said",
  async (taskId, cause) => {
    expect(tasks[taskId]).toMatchObject({ state: "failed", tries: 2 });
    const logs = [...(await project.snapshot("out/logs/endings"))].filter(
      ([name]) => name.includes(`/${fileName(taskId)}/`) && name.endsWith(".log"),
    );
    expect(logs).toHaveLength(2);
    for (const [, log] of logs) expect(`${log}\n${tasks[taskId]?.reason}`).toMatch(cause);
  },
);

test.each(Object.entries(refusals))("%s: a failure for good, and the path is said", (taskId, cause) => {
  expect(tasks[taskId]).toMatchObject({ state: "failed", tries: 1, reason: expect.stringMatching(cause) });
});

test("a task that only sets the exit code has returned, and succeeds", () => {
  expect(tasks.sets_exit_code).toMatchObject({ state: "success", value: { done: true } });
});
