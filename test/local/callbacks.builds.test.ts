// Callbacks in a local run: what reaches a receiver on loopback, and what the logs of tasks say of those that break.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Receiver } from "../callbacks/receiver.ts";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";

let receiver: Receiver;
let project: TestProject;
let built: CommandResult;

beforeAll(async () => {
  receiver = await Receiver.start();
  project = await TestProject.create("callbacks");
  await project.write({
    ".env": `AIRFLOW_CONN_RECEIVER=http://me:geheimes-wort@127.0.0.1:${receiver.port}\n`,
  });
  built = await project.windsock("build");
  expect(built).toMatchObject({ exitCode: 0 });
  expect(await project.windsock("run", "calling", "--from", "2026-01-01")).toMatchObject({ exitCode: 1 });
});
afterAll(async () => {
  receiver.stop();
  await project.remove();
});

test("the build says once what callbacks of DAGs need", () => {
  expect(
    built.stderr.match(/The callbacks of DAGs "calling", "calls" are called in Airflow's DAG proc/g),
  ).toHaveLength(1);
});

test("tasks and the run are told of with the real error", () => {
  expect(
    receiver
      .about("failure")
      .map(({ taskId }) => taskId)
      .toSorted(),
  ).toEqual(["fails", "fails_now", "is_killed", "is_late"]);
  expect(receiver.about("failure").find(({ taskId }) => taskId === "fails")).toMatchObject({
    tryNumber: 2,
    error: {
      type: "TypeError",
      message: "no rows of 2026",
      frames: [expect.stringMatching(/\(dags-ts\/calling\.ts:\d+:\d+\)$/)],
      cause: { type: "RangeError" },
    },
  });
  expect(receiver.about("execute").map(({ tryNumber }) => tryNumber)).toEqual([1, 2]);
  expect(receiver.about("skipped")).toMatchObject([{ reason: "nothing to do" }]);
  const failedTasks = ["fails", "fails_now", "is_late", "is_killed"].map((taskId) => ({ taskId }));
  expect(receiver.about("dag")).toMatchObject([{ state: "failed", failedTasks }]);
});

test("what breaks says so in the task's log, behind what the task said, without secrets", async () => {
  const log = await project.read("out/logs/calling/2026-01-01/succeeds/attempt-1.log");
  expect(log).toMatch(/^INFO {4}@task succeeds/);
  expect(log).toContain('Callback "throws" failed: exit code 1.');
  expect(log).toContain('Callback "hangs" failed: it took longer than its time limit of 2 s, and was ended.');
  expect(log).toContain('Callback "is_killed" failed: its process was ended by SIGKILL.');
  expect(log).toContain(
    'Callback "lacks_connection" was not called: Connection "nobody_made_this" does not exist.',
  );
  expect(log).toMatch(/Telling of success, not with \*\*\*\n$/);
});
