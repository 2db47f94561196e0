// Turns a task into its model, and says what validation needs to know of its operator.
import type { OperatorDescription } from "../../model/dag/dag-description.ts";
import { expressionsOf, type TaskModel } from "../../model/dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../../model/dag/task-options.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import type { Position } from "../../model/problem.ts";
import type { Task } from "../task.ts";
import { describeOptions } from "./describe-options.ts";
import { jsonSchema } from "./json-schema-of.ts";

interface DescribedTask {
  readonly model: TaskModel;
  readonly operator: OperatorDescription;
}

/** @param locate turns a stack into the position of its first line */
export function describeTask(task: Task, locate: (stack: string) => Position): DescribedTask {
  const { model, operator } = describeWork(task, locate);
  const producers = readsOf(expressionsOf(model)).outputs.map(({ taskId }) => taskId);
  const before = [...task.upstream].map(({ taskId }) => taskId);
  return { model: { ...model, upstream: [...new Set([...producers, ...before])] }, operator };
}

function describeWork(
  { taskId, declaration: { options, stack }, work }: Task,
  locate: (stack: string) => Position,
): DescribedTask {
  const common = {
    taskId,
    position: locate(stack),
    ...describeOptions(ownTaskOptions, options),
    options: describeOptions(taskOptions, options),
    upstream: [],
  };
  switch (work.kind) {
    case "node": {
      const { operator, input, connections } = work;
      return {
        model: {
          ...common,
          kind: "node",
          operatorName: operator.name,
          input,
          inputSchema: jsonSchema(operator.input, "input"),
          ...(operator.output && { outputSchema: jsonSchema(operator.output, "output") }),
          connections,
        },
        operator: { connections: Object.keys(operator.connections ?? {}) },
      };
    }
    case "empty":
      return { model: { ...common, kind: "empty" }, operator: { connections: [] } };
  }
}
