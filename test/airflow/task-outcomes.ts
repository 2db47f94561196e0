// How tasks end in a real Airflow: retries, skips, failures for good, time-outs, and what they say.
import { beforeAll, describe, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";
import { endings, refusals } from "./endings.ts";
import { nodeProcesses } from "./node-processes.ts";

const dagId = "outcomes";

export function taskOutcomes(instance: () => AirflowUnderTest): void {
  let runId: string;

  beforeAll(async () => {
    runId = await instance().runs.trigger(dagId);
  });

  const of = (taskId: string, attempt = 1) => ({ dagId, runId, taskId, attempt });

  test("a task that fails twice succeeds in its third try", async () => {
    const { runs } = instance();
    await runs.finished(dagId, runId);
    expect((await runs.tasks(dagId, runId)).fails_twice).toMatchObject({ state: "success", try_number: 3 });
    expect(await runs.result(of("fails_twice"))).toEqual({ tries: 3 });
    expect(await runs.log(of("fails_twice", 1))).toMatch(
      /ERROR {3}Error: not yet, in try 1\n[\s\S]*at .*dags-ts\/outcomes\.ts:\d+:\d+/,
    );
    expect(await runs.log(of("fails_twice", 2))).toContain("not yet, in try 2");
    expect(await runs.log(of("fails_twice", 3))).toContain("INFO    now it works");
  });

  test("a skip tells its reason, and reaches the tasks that wait for success", async () => {
    const { runs } = instance();
    await runs.finished(dagId, runId);
    const tasks = await runs.tasks(dagId, runId);
    expect(tasks.skips).toMatchObject({ state: "skipped", try_number: 1 });
    expect(tasks.skipped_too?.state).toBe("skipped");
    expect(tasks.runs_anyway?.state).toBe("success");
    expect(await runs.log(of("skips"))).toContain("Skipped: nothing arrived: it's a holiday");
  });

  test("a failure for good has exactly one try", async () => {
    const { runs } = instance();
    await runs.finished(dagId, runId);
    const tasks = await runs.tasks(dagId, runId);
    expect(tasks.fails_now).toMatchObject({ state: "failed", try_number: 1 });
    expect(tasks.never_runs?.state).toBe("upstream_failed");
    expect(tasks.runs_at_last?.state).toBe("success");
    expect(await runs.log(of("fails_now"))).toContain("no retry would mend this");
  });

  describe("whatever its process ends with", () => {
    let endingsRun: string;

    beforeAll(async () => {
      endingsRun = await instance().runs.trigger("endings");
      await instance().runs.finished("endings", endingsRun);
    });

    test.each(Object.entries(endings))(
      "%s: a failure, tried again, and the cause is said",
      async (taskId, cause) => {
        const { runs } = instance();
        const tasks = await runs.tasks("endings", endingsRun);
        expect(tasks[taskId]).toMatchObject({ state: "failed", try_number: 2 });
        expect(await runs.log({ dagId: "endings", runId: endingsRun, taskId, attempt: 2 })).toMatch(cause);
      },
    );

    test.each(Object.entries(refusals))(
      "%s: a failure for good, and the path is said",
      async (taskId, cause) => {
        const { runs } = instance();
        const tasks = await runs.tasks("endings", endingsRun);
        expect(tasks[taskId]).toMatchObject({ state: "failed", try_number: 1 });
        expect(await runs.log({ dagId: "endings", runId: endingsRun, taskId, attempt: 1 })).toMatch(cause);
      },
    );

    test("sets_exit_code: it has returned, and succeeds", async () => {
      const { runs } = instance();
      expect((await runs.tasks("endings", endingsRun)).sets_exit_code?.state).toBe("success");
    });
  });

  test("a task that takes too long is stopped, and its process with it", async () => {
    const { runs } = instance();
    await runs.finished(dagId, runId);
    expect((await runs.tasks(dagId, runId)).takes_too_long).toMatchObject({ state: "failed", try_number: 1 });
    const log = await runs.log(of("takes_too_long"));
    expect(log).toContain("still waiting");
    expect(log).toMatch(/Timeout, PID/);
    await expect
      .poll(() => nodeProcesses("bundles/outcomes/takes_too_long.mjs"), { timeout: 5_000 })
      .toEqual([]);
  });
}
