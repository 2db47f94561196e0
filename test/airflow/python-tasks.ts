// A task of Airflow's own operators among tasks in TypeScript, in a real Airflow.
import { expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

export function pythonTasks(instance: () => AirflowUnderTest): void {
  test("get what tasks in TypeScript return, and give them what they return", async () => {
    const { runs } = instance();
    const runId = await runs.trigger("shell");
    expect(await runs.finished("shell", runId)).toBe("success");
    const result = (taskId: string) => runs.result({ dagId: "shell", runId, taskId });
    expect(await result("say")).toBe("Linz {{ ds }} 'x' has 3 rows");
    expect(await result("read")).toEqual({ line: "Linz {{ ds }} 'x' has 3 rows", rows: 3 });
  });
}
