import { describe, expect, test } from "vitest";
import { DagModel, modelVersion } from "../../../src/model/dag/dag-model.ts";
import { dagOptions } from "../../../src/model/dag/dag-options.ts";
import type { Option } from "../../../src/model/dag/option.ts";
import { taskGroupOptions } from "../../../src/model/dag/task-group.ts";
import { TaskModel } from "../../../src/model/dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../../../src/model/dag/task-options.ts";

const tables: readonly Readonly<Record<string, Option>>[] = [
  dagOptions,
  taskGroupOptions,
  taskOptions,
  ownTaskOptions,
];
const options = tables.flatMap((table) => Object.entries(table));
const position = { file: "dags-ts/a.ts", line: 1, column: 1 };

describe("an entry of the tables of options", () => {
  test.each(options)("%s has values of its own schema where nothing is said", (_, { schema, initial }) => {
    if (initial !== undefined) expect(schema.parse(initial)).toEqual(initial);
  });

  test.each(Object.entries(taskOptions))(
    "%s has Airflow's default if a local run heeds it, a reason if not",
    (_, { schema, local }) => {
      if (!local.heeded) expect(local.because).toMatch(/^[a-z].*[^.]$/);
      else if (local.default !== null) expect(schema.parse(local.default)).toEqual(local.default);
    },
  );

  test("has a Python name that no other of its table has", () => {
    for (const table of [dagOptions, { ...taskOptions, ...ownTaskOptions }]) {
      const names = Object.values<Option>(table).flatMap(({ python }) => python ?? []);
      expect([...new Set(names)]).toEqual(names);
    }
  });
});

describe("the model", () => {
  test("requires of a DAG what the table gives a value to", () => {
    const given = Object.entries<Option>(dagOptions).flatMap(([name, { initial }]) =>
      initial === undefined ? [] : [[name, initial]],
    );
    const whole = {
      modelVersion,
      dagId: "a",
      position,
      tasks: [],
      groups: [],
      groupEdges: [],
      edgeLabels: [],
      callbacks: [],
      ...Object.fromEntries(given),
    };
    expect(DagModel.parse(whole)).toEqual(whole);
    for (const [name] of given) {
      expect(DagModel.safeParse({ ...whole, [name as string]: undefined }).success, String(name)).toBe(false);
    }
  });

  test("holds of a task what its kind has", () => {
    const common = { taskId: "a", position, options: {}, upstream: [], inlets: [], outlets: [] };
    const run = {
      operatorName: "A",
      input: { kind: "object", entries: {} },
      inputSchema: {},
      connections: {},
    };
    expect(TaskModel.parse({ ...common, kind: "empty" })).toEqual({ ...common, kind: "empty" });
    expect(TaskModel.parse({ ...common, ...run, kind: "node" })).toEqual({ ...common, ...run, kind: "node" });
    expect(TaskModel.safeParse({ ...common, kind: "node" }).success).toBe(false);
    expect(TaskModel.safeParse({ ...common, kind: "sensor" }).success).toBe(false);
  });
});
