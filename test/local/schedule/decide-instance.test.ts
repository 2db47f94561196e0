import { describe, expect, test } from "vitest";
import { AwaitedInstances } from "../../../src/local/schedule/awaited-instances.ts";
import { decideInstance, endOfRun } from "../../../src/local/schedule/decide-instance.ts";
import type { DagRun, TaskInstance, TaskState } from "../../../src/local/schedule/task-instance.ts";
import { counted } from "./counted.ts";

let count = 0;

/** An instance as far as decisions look at it. */
function instance(state: TaskState, upstream: readonly TaskInstance[] = []): TaskInstance {
  const options = { triggerRule: "all_success", dependsOnPast: false };
  return {
    run: { skipped: new Set() },
    task: { taskId: `task_${++count}`, upstream: upstream.map(({ task }) => task.taskId) },
    state,
    upstream: [new AwaitedInstances(upstream)],
    awaited: [],
    after: [],
    options,
  } as unknown as TaskInstance;
}

/** A run after one in which the instances of a task are in these states. */
function after(states: (taskId: string) => TaskState[]): DagRun {
  const countsBefore = (taskId: string) => counted(states(taskId));
  return { skipped: new Set<string>(), countsBefore } as unknown as DagRun;
}

describe("a task that depends on its past", () => {
  function decided(previous: TaskState | undefined, upstream: readonly TaskState[] = []) {
    return decideInstance({
      ...instance(
        "none",
        upstream.map((state) => instance(state)),
      ),
      options: { triggerRule: "all_success", dependsOnPast: true } as TaskInstance["options"],
      run: after(() => (previous ? [previous] : [])),
    });
  }

  test.each<[TaskState | undefined, string]>([
    [undefined, "run"],
    ["success", "run"],
    ["skipped", "run"],
    ["failed", "upstream_failed"],
    ["upstream_failed", "upstream_failed"],
    ["none", "wait"],
    ["running", "wait"],
    ["up_for_retry", "wait"],
  ])("and was %s in the run before: %s", (previous, decision) => {
    expect(decided(previous)).toBe(decision);
  });

  test("is held back by its trigger rule first", () => {
    expect(decided("failed", ["running"])).toBe("wait");
    expect(decided("success", ["failed"])).toBe("upstream_failed");
  });
});

describe("a task that waits for the past", () => {
  const decided = (options: object, previous: TaskState, next: TaskState, upstream: TaskState[] = []) =>
    decideInstance({
      ...instance(
        "none",
        upstream.map((state) => instance(state)),
      ),
      options: { triggerRule: "all_success", ...options } as TaskInstance["options"],
      after: ["next"],
      run: after((taskId) => [taskId === "next" ? next : previous]),
    });

  test("and for what came after it then", () => {
    expect(decided({ waitForDownstream: true }, "success", "running")).toBe("wait");
    expect(decided({ waitForDownstream: true }, "success", "failed")).toBe("upstream_failed");
    expect(decided({ waitForDownstream: true }, "success", "skipped")).toBe("run");
    expect(decided({ dependsOnPast: true }, "success", "failed")).toBe("run");
  });

  test("before it is skipped", () => {
    const options = { dependsOnPast: true, waitForPastDependsBeforeSkipping: true };
    expect(decided(options, "running", "success", ["skipped"])).toBe("wait");
    expect(decided(options, "success", "success", ["skipped"])).toBe("skipped");
    expect(decided({ dependsOnPast: true }, "running", "success", ["skipped"])).toBe("skipped");
  });
});

describe("a run", () => {
  const end = (tasks: readonly TaskInstance[], timedOut = false) =>
    endOfRun({ tasks, timedOut } as unknown as DagRun);

  test("ends as its last tasks do, whatever failed before them", () => {
    const failed = instance("failed");
    expect(end([failed, instance("success", [failed])])).toBe("success");
    expect(end([instance("success"), failed])).toBe("failed");
    expect(end([instance("success"), instance("upstream_failed")])).toBe("failed");
    expect(end([instance("success"), instance("skipped")])).toBe("success");
  });

  test("fails when it took too long, however its tasks ended", () => {
    expect(end([instance("skipped")], true)).toBe("failed");
  });
});
