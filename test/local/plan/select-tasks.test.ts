import { expect, test } from "vitest";
import { selectTasks } from "../../../src/local/plan/select-tasks.ts";
import { UsageError } from "../../../src/model/errors.ts";
import { sampleDag } from "../sample-dag.ts";

const dag = sampleDag({ a: [], b: ["a"], c: ["b"] });
const ids = (taskIds: readonly string[]) => selectTasks(dag, taskIds).map(({ taskId }) => taskId);

test("tasks are selected in the DAG's order, each once; all of them when none is named", () => {
  expect(ids([])).toEqual(["a", "b", "c"]);
  expect(ids(["c", "a", "c"])).toEqual(["a", "c"]);
});

test("a task that the DAG does not have is refused, naming those it has", () => {
  expect(() => ids(["a", "d"])).toThrow(UsageError);
  expect(() => ids(["a", "d"])).toThrow('DAG "sample" has no task "d". Its tasks: a, b, c.');
});
