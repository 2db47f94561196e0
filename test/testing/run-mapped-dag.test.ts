// Mapped tasks and groups in a run: what comes of them is what Airflow makes of them.
import { describe, expect, test } from "vitest";
import {
  AirflowSkipException,
  Dag,
  type Reference,
  type TaskArgs,
  type TaskGroup,
  t,
  variable,
} from "windsock";
import { runDag } from "windsock/testing";

type Value = TaskArgs<{ value: number }>;

/** States of the instances of a task, or its own where it has none. */
function statesOf(tasks: Awaited<ReturnType<typeof runDag>>["tasks"], taskId: string): unknown {
  const { state, instances } = tasks[taskId] ?? {};
  return instances && instances.length > 0 ? instances.map((instance) => instance.state) : state;
}

describe("a mapped task", () => {
  function mapped(work: (args: Value) => unknown, options: object = {}) {
    const dag = new Dag("mapped");
    const list = dag.task("list", () => ({ values: [1, 2, 3] }))();
    const worked = dag
      .task("work", (args: Value) => work(args) as number | null, options)
      .expand(list.output.values, (value) => ({ value }));
    dag.task("all", { worked }, ({ input }) => input.worked, { triggerRule: "all_done" });
    dag.task("each", { worked }, ({ input }) => input.worked);
    return dag;
  }

  test("has an instance for each element, and its output is all of theirs", async () => {
    const { state, tasks } = await runDag(mapped(({ input, context }) => [input.value, context.mapIndex]));
    expect(state).toBe("success");
    expect(tasks.work?.instances.map(({ input }) => input)).toEqual([
      { value: 1 },
      { value: 2 },
      { value: 3 },
    ]);
    const all = [
      [1, 0],
      [2, 1],
      [3, 2],
    ];
    expect([tasks.work?.output, tasks.all?.output]).toEqual([all, all]);
  });

  test("of which one returns nothing leaves it out", async () => {
    const { tasks } = await runDag(mapped(({ input }) => (input.value === 2 ? null : input.value)));
    expect(tasks.all?.output).toEqual([1, 3]);
  });

  test("of which one fails has failed", async () => {
    const { state, tasks, error } = await runDag(
      mapped(({ input, log }) => {
        log.info(`at ${input.value}`);
        if (input.value === 2) throw new Error("no 2");
        return input.value;
      }),
    );
    expect(state).toBe("failed");
    expect(error?.message).toContain('- Task "work[1]" failed after 1 try: Error: no 2');
    expect(statesOf(tasks, "work")).toEqual(["success", "failed", "success"]);
    expect(tasks.work).toMatchObject({ state: "failed", tries: 3 });
    const said = tasks.work?.log.filter((line) => !line.startsWith(" "));
    expect(said).toEqual(["INFO    at 1", "INFO    at 2", "ERROR   Error: no 2", "INFO    at 3"]);
    expect([tasks.all?.output, tasks.each?.state]).toEqual([[1, 3], "upstream_failed"]);
  });

  test("tries each instance again by itself", async () => {
    const tries: string[] = [];
    const { state } = await runDag(
      mapped(
        ({ input, context }) => {
          tries.push(`${context.mapIndex} ${context.tryNumber}`);
          if (input.value === 3 && context.tryNumber === 1) throw new Error("once");
          return input.value;
        },
        { retries: 1 },
      ),
    );
    expect([state, tries.toSorted()]).toEqual(["success", ["0 1", "1 1", "2 1", "2 2"]]);
  });

  test("of which one is skipped leaves it out, and skips what asks for all", async () => {
    const { tasks } = await runDag(
      mapped(({ input }) => {
        if (input.value === 1) throw new AirflowSkipException("not 1");
        return input.value;
      }),
    );
    expect(statesOf(tasks, "work")).toEqual(["skipped", "success", "success"]);
    expect([tasks.all?.output, tasks.each?.state, tasks.work?.state]).toEqual([[2, 3], "skipped", "success"]);
  });

  test.each([
    ["no elements", "[]", { items: "success", work: "skipped", all: [], each: "skipped" }],
    ["null", "null", "It is to have the list to map over, and has null."],
    ["text", '"[1]"', "It is to have the list to map over, and has text."],
    ["an object", '{"a": 1}', "It is to have the list to map over, and has an object."],
    [
      "too many elements",
      JSON.stringify(Array.from({ length: 1025 }, () => 1)),
      "Its list has 1025 elements, and no more than 1024 can be mapped over. Raise AIRFLOW__CORE__MAX_MAP_LENGTH",
    ],
  ])("over %s", async (_what, text, expected) => {
    const dag = new Dag("mapped");
    const worked = dag
      .task("work", ({ input }: Value) => input.value)
      .expand(variable.json<number[]>("values"), (value) => ({ value }));
    dag.task("all", { worked }, ({ input }) => input.worked, { triggerRule: "all_done" });
    dag.task("each", { worked }, ({ input }) => input.worked);
    const { tasks, error } = await runDag(dag, { variables: { values: text } });
    if (typeof expected === "string") {
      expect(error?.message).toContain(`- Task "work__items" failed after 1 try: ${expected}`);
      expect([tasks.work?.state, tasks.each?.state]).toEqual(["upstream_failed", "upstream_failed"]);
      expect(tasks.all?.output).toEqual([]);
    } else {
      const { work__items, work, all, each } = tasks;
      expect({ items: work__items?.state, work: work?.state, all: all?.output, each: each?.state }).toEqual(
        expected,
      );
    }
  });
});

describe("a mapped group", () => {
  test("goes on in each instance by itself", async () => {
    const dag = new Dag("grouped");
    const list = dag.task("list", () => [1, 2, 3])();
    const group = dag.taskGroup("group").expand(list, (inner, item) => {
      const first = inner.task("first", { item }, ({ input }) => {
        if (input.item === 2) throw new Error("no 2");
        return input.item * 10;
      });
      const second = inner.task("second", { first, item }, ({ input }) => `${input.item}: ${input.first}`);
      inner.task("anyway", { item }, ({ input }) => input.item, { triggerRule: "all_done" }).after(first);
      return { first, second };
    });
    const all = { first: group.output.first, second: group.output.second };
    dag.task("all", all, ({ input }) => input, { triggerRule: "all_done" });
    const { tasks } = await runDag(dag);
    expect(statesOf(tasks, "group.first")).toEqual(["success", "failed", "success"]);
    expect(statesOf(tasks, "group.second")).toEqual(["success", "upstream_failed", "success"]);
    expect(statesOf(tasks, "group.anyway")).toEqual(["success", "success", "success"]);
    expect(tasks.all?.output).toEqual({ first: [10, 30], second: ["1: 10", "3: 30"] });
  });

  test("over an empty list is skipped", async () => {
    const dag = new Dag("grouped");
    const list = dag.task("list", () => [] as number[])();
    dag.taskGroup("group").expand(list, (inner, item) => {
      const first = inner.task("first", { item }, ({ input }) => input.item);
      inner.empty("second", { triggerRule: "all_done" }).after(first);
    });
    const { tasks } = await runDag(dag);
    expect([statesOf(tasks, "group.first"), statesOf(tasks, "group.second")]).toEqual(["skipped", "skipped"]);
  });

  test.each([
    ["a list that a run makes is not expanded", true, "upstream_failed"],
    ["a list that is written out is expanded", false, ["upstream_failed", "upstream_failed"]],
  ])("over %s when what comes before it fails", async (_what, isMade, expected) => {
    const dag = new Dag("grouped");
    const failed = dag.task("failed", () => {
      throw new Error("at once");
    })();
    const list = dag.task("list", () => [1, 2])();
    const declare = (inner: TaskGroup, item: Reference<number>) => {
      const first = inner.task("first", { item }, ({ input }) => input.item);
      inner.empty("second").after(first);
    };
    const group = dag.taskGroup("group");
    (isMade ? group.expand(list, declare) : group.expand([1, 2], declare)).after(failed);
    const { tasks } = await runDag(dag);
    expect([statesOf(tasks, "group.first"), statesOf(tasks, "group.second")]).toEqual([expected, expected]);
  });

  test("ends where a trigger rule is met before there is a list", async () => {
    const dag = new Dag("grouped");
    const skipped = dag.task("skipped", () => {
      throw new AirflowSkipException("at once");
    })();
    const list = dag
      .task("list", () => [1, 2], { triggerRule: "all_done" })()
      .after(skipped);
    const group = dag.taskGroup("group").expand(list, (inner, item) => {
      const first = inner.task("first", { item }, ({ input }) => input.item);
      inner.task("anyway", { item }, ({ input }) => input.item, { triggerRule: "all_done" }).after(first);
      inner.task("both", { item, first }, ({ input }) => input.item);
    });
    group.after(skipped);
    const { tasks, error } = await runDag(dag);
    expect(statesOf(tasks, "list")).toBe("success");
    expect(statesOf(tasks, "group.first")).toBe("skipped");
    expect(statesOf(tasks, "group.both")).toBe("skipped");
    expect(statesOf(tasks, "group.anyway")).toBe("upstream_failed");
    expect(error?.message).toContain(
      '- Task "group.anyway" failed without a try: its trigger rule was met before there was a list of group__items',
    );
  });
});

test("a stand-in takes the place of each instance", async () => {
  const dag = new Dag("mapped");
  const worked = dag
    .task("work", ({ input }: Value) => input.value)
    .expand([1, 2], (value) => ({ value }))
    .mapIndexTemplate((value) => t`no ${value}`);
  dag.task("sum", { worked }, ({ input }) => input.worked.reduce((a, b) => a + b, 0));
  const { tasks } = await runDag(dag, { tasks: { work: ({ input }: Value) => input.value * 100 } });
  expect(tasks.sum?.output).toBe(300);
});
