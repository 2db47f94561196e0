// Turns a task into its model, and says what validation needs to know of its operator.
import type { OperatorDescription } from "../../model/dag/dag-description.ts";
import { expressionsOf, type TaskModel } from "../../model/dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../../model/dag/task-options.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import type { Position } from "../../model/problem.ts";
import type { Task, TaskDeclaration } from "../task.ts";
import type { Misuse } from "./check-option.ts";
import { describeOptions, misusedOptions } from "./describe-options.ts";
import { jsonSchema } from "./json-schema-of.ts";
import { refusedInput } from "./refused-input.ts";

interface DescribedTask {
  readonly model: TaskModel;
  readonly operator: OperatorDescription;
}

/** @param locate turns a stack into the position of its first line */
export function describeTask(task: Task, locate: (stack: string) => Position): DescribedTask {
  const { model, operator } = describeWork(task, locate);
  const producers = readsOf(expressionsOf(model)).outputs.map(({ taskId }) => taskId);
  const before = [...task.upstream].flatMap((node) => ("taskId" in node ? [node.nodeId] : []));
  return { model: { ...model, upstream: [...new Set([...producers, ...before])] }, operator };
}

function describeWork(
  { taskId, declaration: { groupId, options, stack }, work }: Task,
  locate: (stack: string) => Position,
): DescribedTask {
  const common = {
    taskId,
    ...(groupId !== undefined && { groupId }),
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
    case "python": {
      const { operator, args } = work;
      return {
        model: {
          ...common,
          kind: "python",
          className: operator.className,
          args,
          ...(operator.templateFields && { templateFields: [...operator.templateFields] }),
          inputSchema: jsonSchema(operator.input, "input"),
          ...(operator.output && { outputSchema: jsonSchema(operator.output, "output") }),
          hasStandIn: operator.hasStandIn,
        },
        operator: { connections: [] },
      };
    }
    case "empty":
    case "latest_only":
      return { model: { ...common, kind: work.kind }, operator: { connections: [] } };
  }
}

/** What is wrong with the options that the task was declared with. */
export function misusedTaskOptions({ options }: TaskDeclaration): Misuse[] {
  return misusedOptions({ ...taskOptions, ...ownTaskOptions }, options);
}

/** What of the task's input its operator does not take. */
export function refusedInputOf({ work }: Task): Misuse[] {
  switch (work.kind) {
    case "node":
      return refusedInput(work.operator.input, work.input);
    case "python":
      return refusedInput(work.operator.input, { kind: "object", entries: work.args });
    case "empty":
    case "latest_only":
      return [];
  }
}
