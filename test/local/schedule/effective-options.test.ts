import { expect, test } from "vitest";
import { effectiveOptions, retryWait } from "../../../src/local/schedule/effective-options.ts";
import type { TaskModel } from "../../../src/model/dag/task-model.ts";
import type { TaskOptionsModel } from "../../../src/model/dag/task-options.ts";

const task = (options: TaskOptionsModel): TaskModel => ({
  taskId: "load",
  kind: "node",
  operatorName: "Load",
  position: { file: "dags-ts/sample.ts", line: 1, column: 1 },
  options,
  upstream: [],
  input: { kind: "literal", value: {} },
  inputSchema: {},
  connections: {},
  inlets: [],
  outlets: [],
});

test("a task's own option comes before the DAG's default, and that before Airflow's", () => {
  const options = effectiveOptions(task({ retries: 0 }), { retries: 3, retryDelay: 60 });
  expect(options).toMatchObject({
    retries: 0,
    retryDelay: 60,
    triggerRule: "all_success",
    executionTimeout: null,
  });
});

test("without any option Airflow's defaults hold", () => {
  expect(effectiveOptions(task({}), {})).toMatchObject({ retries: 0, retryDelay: 300, dependsOnPast: false });
});

test("the wait before a retry is cut to five seconds, unless the caller says otherwise", () => {
  const options = effectiveOptions(task({ retryDelay: 300 }), {});
  expect(retryWait(options, 1)).toBe(5);
  expect(retryWait(options, 1, 60)).toBe(60);
  expect(retryWait(effectiveOptions(task({ retryDelay: 2 }), {}), 3)).toBe(2);
});

test("exponential back-off doubles the wait with each try, up to the longest delay", () => {
  const options = effectiveOptions(
    task({ retryDelay: 2, retryExponentialBackoff: true, maxRetryDelay: 7 }),
    {},
  );
  expect([1, 2, 3, 4].map((tries) => retryWait(options, tries))).toEqual([2, 4, 7, 7]);
});
