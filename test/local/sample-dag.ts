// A DAG's model for tests of the local runner's parts.
import type { PlannedRun } from "../../src/local/schedule/task-instance.ts";
import { DagModel, modelVersion } from "../../src/model/dag/dag-model.ts";
import type { TaskModel } from "../../src/model/dag/task-model.ts";
import { runOfDay } from "../../src/model/run/make-run.ts";

const position = { file: "dags-ts/sample.ts", line: 1, column: 1 };

/** Tasks by id, each with the ids of those before it. */
export function sampleDag(
  tasks: Readonly<Record<string, readonly string[]>>,
  overrides: Partial<DagModel> = {},
): DagModel {
  return DagModel.parse({
    modelVersion,
    dagId: "sample",
    position,
    schedule: { kind: "none" },
    timezone: "UTC",
    catchup: false,
    maxActiveRuns: 1,
    tags: [],
    defaults: {},
    params: {},
    groups: [],
    groupEdges: [],
    edgeLabels: [],
    callbacks: [],
    ...overrides,
    tasks: Object.entries(tasks).map(
      ([taskId, upstream]): TaskModel => ({
        taskId,
        kind: "node",
        operatorName: "SampleOperator",
        position,
        options: {},
        upstream: [...upstream],
        input: { kind: "literal", value: {} },
        inputSchema: {},
        connections: {},
        inlets: [],
        outlets: [],
      }),
    ),
  });
}

/** The run of a day. */
export function plannedRun(day: string): PlannedRun {
  return { ...runOfDay(new Date(day)), assetEvents: {}, label: day };
}
