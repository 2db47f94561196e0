import { setImmediate as soon } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeRuns, noPast } from "../../../src/local/plan/make-runs.ts";
import { schedule } from "../../../src/local/schedule/scheduler.ts";
import type { TaskInstance } from "../../../src/local/schedule/task-instance.ts";
import type { DagModel } from "../../../src/model/dag/dag-model.ts";
import { plannedRun, sampleDag } from "../sample-dag.ts";

const elements = 5_000;

/** A task that is mapped, one that is mapped behind it, and one behind all of those. */
function mappedDag(group?: string): DagModel {
  const dag = sampleDag({ one: [], other: ["one"], last: ["other"] });
  const expandsOver = {
    kind: "literal" as const,
    value: Array.from({ length: elements }, (_, index) => index),
  };
  if (group === undefined) {
    const tasks = dag.tasks.map((task) => (task.taskId === "last" ? task : { ...task, expandsOver }));
    return { ...dag, tasks };
  }
  const tasks = dag.tasks.map((task) => (task.taskId === "last" ? task : { ...task, groupId: group }));
  return { ...dag, tasks, groups: [{ groupId: group, expandsOver, defaults: {}, position: dag.position }] };
}

// Where each end had all others decided anew, these took minutes.
test.each([
  ["of tasks that wait for all before them", mappedDag()],
  ["of a group, whose instances wait for those of their own index", mappedDag("group")],
])("thousands of instances %s run in their order", async (_, dag) => {
  const taskIds = new Set(dag.tasks.map(({ taskId }) => taskId));
  const runs = makeRuns(dag, [plannedRun("2021-07-02")], taskIds, noPast, false);
  const ended: TaskInstance[] = [];
  await schedule({
    runs,
    ...{ jobs: 2, maxActiveRuns: 1, failFast: false, runTimeout: undefined, retryDelay: 0 },
    resources: () => [],
    execute: async () => {
      await soon();
      return { kind: "success", value: null };
    },
    emit: (event) => {
      if (event.kind === "task-finished") ended.push(event.instance);
    },
    signal: new AbortController().signal,
  });
  expect(ended.length).toBe(2 * elements + 1);
  expect(ended.at(-1)?.task.taskId).toBe("last");
  const placeOf = new Map(
    ended.map((instance, place) => [`${instance.task.taskId} ${instance.mapIndex}`, place]),
  );
  for (const { task, mapIndex } of ended) {
    if (task.taskId !== "other") continue;
    expect(placeOf.get(`other ${mapIndex}`)).toBeGreaterThan(placeOf.get(`one ${mapIndex}`) ?? Number.NaN);
  }
});
