// Tasks that ask people, in a real Airflow that knows such tasks; the test answers them.
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

export function askedPeople(instance: () => AirflowUnderTest): void {
  /**
   * Answers a while after the task has begun to wait; says what it was asked. Airflow fails a task that goes on before its scheduler
   * has seen it wait.
   */
  async function answer(
    place: { readonly dagId: string; readonly runId: string },
    taskId: string,
    chosen: readonly string[],
    fields: object = {},
  ): Promise<{ readonly subject: string; readonly body: string | null }> {
    const { api } = instance().airflow;
    const path = `/dags/${place.dagId}/dagRuns/${place.runId}/taskInstances/${taskId}/-1/hitlDetails`;
    for (;;) {
      const { [taskId]: task } = await instance().runs.tasks(place.dagId, place.runId);
      if (task?.state === "awaiting_input") break;
      if (task?.state === "failed" || task?.state === "upstream_failed")
        throw new Error(`${taskId} ${task.state}`);
      await setTimeout(500);
    }
    await setTimeout(12_000);
    const asked = await api.get<{ subject: string; body: string | null }>(path);
    await api.patch(path, { chosen_options: chosen, params_input: fields });
    return asked;
  }

  async function start(dagId: string) {
    const runId = await instance().runs.trigger(dagId);
    return { dagId, runId };
  }

  test("Airflow's example: a form, options, a default, an approval and a branch", async () => {
    const { runs } = instance();
    const run = await start("example_hitl_operator");
    await answer(run, "wait_for_input", ["OK"], { information: "it's {{ ds }}" });
    await answer(run, "wait_for_option", ["option 2"]);
    await answer(run, "wait_for_multiple_options", ["option 4", "option 6"]);
    const { body } = await answer(run, "valid_input_and_options", ["Approve"]);
    expect(body).toBe(
      "Input: it's {{ ds }}\nOption: option 2\nFirst of multiple options: option 4\nTimeout option: option 7",
    );
    await answer(run, "choose_a_branch_to_run", ["task_1"]);
    expect(await runs.finished(run.dagId, run.runId)).toBe("success");
    const tasks = await runs.tasks(run.dagId, run.runId);
    expect(tasks.task_2?.state).toBe("skipped");
    expect(tasks.task_3?.state).toBe("skipped");
    expect(await runs.result({ ...run, taskId: "task_1" })).toEqual({
      input: { information: "it's {{ ds }}" },
      option: "option 2",
      several: ["option 4", "option 6"],
    });
  });

  test("a form of several fields, and an approval that is refused", async () => {
    const { runs } = instance();
    const run = await start("asks");
    const { subject } = await answer(run, "details", ["OK"], { title: "one", count: 2, note: "n" });
    expect(subject).toMatch(/^What is new on \d{4}-\d\d-\d\d\?$/);
    await answer(run, "approve", ["Reject"]);
    expect(await runs.finished(run.dagId, run.runId)).toBe("failed");
    const tasks = await runs.tasks(run.dagId, run.runId);
    expect(tasks.approve?.state).toBe("failed");
    expect(tasks.publish?.state).toBe("upstream_failed");
    expect(await runs.result({ ...run, taskId: "read" })).toEqual({
      details: { title: "one", count: 2, note: "n" },
      title: "one",
    });
  });
}
