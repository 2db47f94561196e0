// What tasks leave for later tasks and later runs in a real Airflow.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "remembers";

export function remembered(instance: () => AirflowUnderTest): void {
  const runIds: string[] = [];

  beforeAll(async () => {
    const { runs } = instance();
    for (let count = 0; count < 2; count += 1) {
      const runId = await runs.trigger(dagId);
      runIds.push(runId);
      expect(await runs.finished(dagId, runId)).toBe("success");
    }
  });

  const result = (run: number, taskId: string) =>
    instance().runs.result({ dagId, runId: runIds[run] ?? "", taskId });

  test("a Variable that a task has written is read by the next task, and by the next run", async () => {
    expect(await result(0, "read")).toEqual({ runs: 1, isRight: true });
    expect(await result(1, "read")).toEqual({ runs: 2, isRight: true });
  });

  test("one that a task has deleted is gone", async () => {
    expect(await result(1, "forgotten")).toBe("none");
  });

  test("a task reads what it returned in the run before, whatever it has tried in between", async () => {
    expect(await result(0, "count")).toEqual({ "run's": 1, all: ["a"] });
    expect(await result(1, "count")).toEqual({ "run's": 2, all: ["a"] });
    expect(await result(1, "gather")).toEqual(["aa", "bb"]);
  });

  test("fields of an output have keys of their own, and what nobody has pushed is null", async () => {
    expect(await result(1, "pull")).toEqual({ runs: 2, none: null });
  });

  test("the log names it, and shows no secret", async () => {
    const log = await instance().runs.log({ dagId, runId: runIds[1] ?? "", taskId: "add" });
    expect(log).toMatch(/Variable .remembered_password. is set/);
    expect(log).not.toContain("für");
  });
}
