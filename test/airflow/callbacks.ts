// Callbacks in a real Airflow: what reaches a receiver on loopback of tasks and of a run, and what does not disturb them.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DagCallbackContext, TaskCallbackContext } from "../../src/model/run/callback-context.ts";
import { Receiver } from "../callbacks/receiver.ts";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "calling";
const password = "Pw-of-the-receiver-7";

export function callbacks(instance: () => AirflowUnderTest): void {
  let receiver: Receiver<TaskCallbackContext | DagCallbackContext>;
  let runId: string;

  const about = (topic: string, taskId?: string) =>
    receiver.told.filter(
      ({ topic: of, context }) =>
        of === topic && (taskId === undefined || (context.kind === "task" && context.taskId === taskId)),
    );
  const of = (taskId: string, attempt = 1) => ({ dagId, runId, taskId, attempt });

  beforeAll(async () => {
    receiver = await Receiver.start();
    const { port } = receiver;
    const connection = { connection_id: "receiver", conn_type: "http", host: "127.0.0.1", port, password };
    await instance().airflow.api.post("/connections", connection);
    runId = await instance().runs.trigger(dagId);
    expect(await instance().runs.finished(dagId, runId)).toBe("failed");
    // The DAG processor calls when it comes to it.
    for (let waited = 0; about("dag").length === 0 && waited < 180; waited++) await setTimeout(1000);
  });
  afterAll(() => receiver?.stop());

  test("of a task are told the real error: its type, its message, where in the TypeScript, and its cause", () => {
    expect(about("failure", "fails")).toHaveLength(1);
    expect(about("failure", "fails")[0]?.context).toMatchObject({
      dagId,
      runId,
      tryNumber: 2,
      mapIndex: -1,
      state: "failed",
      error: {
        type: "TypeError",
        message: "no rows of 2026",
        frames: [expect.stringMatching(/\(dags-ts\/calling\.ts:\d+:\d+\)$/)],
        cause: { type: "RangeError", message: "the file is empty" },
      },
      logUrl: expect.stringMatching(/^http.*calling.*fails/),
    });
  });

  test("are called before each try, and for the one that is tried again", () => {
    const tries = about("execute", "fails").map(
      ({ context }) => context.kind === "task" && context.tryNumber,
    );
    expect(tries).toEqual([1, 2]);
    expect(about("retry").map(({ context }) => context)).toMatchObject([
      { taskId: "fails", tryNumber: 1, state: "up_for_retry", error: { message: "no rows of 2026" } },
    ]);
  });

  test("are told of a failure for good, of a time limit and of a kill", () => {
    const errors = ["fails_now", "is_late", "is_killed"].map((taskId) =>
      about("failure", taskId).map(({ context }) => context.kind === "task" && context.error),
    );
    expect(errors).toMatchObject([
      [{ type: "AirflowFailException", message: "nobody can mend this" }],
      [{ type: "AirflowTaskTimeout", message: "It took longer than its execution timeout of 0:00:02." }],
      [{ type: "AirflowException", message: "The task's process was ended by SIGKILL." }],
    ]);
  });

  test("are told why a task was skipped, and a task that was skipped is none that succeeded", () => {
    expect(about("skipped").map(({ context }) => context)).toMatchObject([
      { taskId: "skips", state: "skipped", reason: "nothing to do" },
    ]);
    expect(about("success", "skips")).toEqual([]);
  });

  test("of a DAG are told, in the DAG processor, which tasks failed and why", () => {
    expect(about("dag")).toHaveLength(1);
    const context = about("dag")[0]?.context as DagCallbackContext;
    expect(context).toMatchObject({ kind: "dag", dagId, runId, state: "failed", reason: "task_failure" });
    const failed = Object.fromEntries(context.failedTasks.map((task) => [task.taskId, task]));
    expect(failed).toMatchObject({
      fails: {
        tryNumber: 2,
        error: {
          type: "TypeError",
          message: "no rows of 2026",
          frames: [expect.stringMatching(/\(dags-ts\/calling\.ts:\d+:\d+\)$/)],
        },
        logUrl: expect.stringMatching(/^http/),
      },
      fails_now: { error: { type: "AirflowFailException" } },
      is_late: { error: { type: "AirflowTaskTimeout" } },
      is_killed: { error: { message: "The task's process was ended by SIGKILL." } },
    });
    expect(Object.keys(failed)).toHaveLength(4);
  });

  test("that throw, hang or are killed change nothing, say so in the task's log, and keep no other from its call", async () => {
    const { runs } = instance();
    expect((await runs.tasks(dagId, runId)).succeeds).toMatchObject({ state: "success", try_number: 1 });
    expect(about("success", "succeeds")).toHaveLength(1);
    const log = await runs.log(of("succeeds"));
    expect(log).toContain("Error: the callback itself is broken");
    expect(log).toContain('Callback "throws" failed: exit code 1.');
    expect(log).toContain(
      'Callback "hangs" failed: it took longer than its time limit of 0:00:02, and was ended.',
    );
    expect(log).toContain('Callback "is_killed" failed: its process was ended by SIGKILL.');
    expect(log).toContain('Callback "lacks_connection" was not called: ');
  });

  test("keep secrets out of what they print", async () => {
    const log = await instance().runs.log(of("fails_now"));
    expect(log).toContain("Telling of failed, not with ***");
    expect(log).not.toContain(password);
  });
}
