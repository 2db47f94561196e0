// Turns a task into its model, and says what validation needs to know of its operator.
import type { OperatorDescription } from "../../model/dag/dag-description.ts";
import { externalDagOptions, externalTaskOptions } from "../../model/dag/external-task.ts";
import { hitlOptions } from "../../model/dag/hitl.ts";
import { dagWaitOptions, sensorOptions } from "../../model/dag/sensor-options.ts";
import type { TaskRole } from "../../model/dag/setup-teardown.ts";
import { type ExternalTask, expressionsOf, type TaskModel } from "../../model/dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../../model/dag/task-options.ts";
import { triggerOptions } from "../../model/dag/trigger-dag-run.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import type { Position } from "../../model/problem.ts";
import type { CallbackNames } from "../callback-names.ts";
import { shapeOfParams } from "../params.ts";
import type { Role, TaskDeclaration, TaskNode } from "../task-node.ts";
import type { WaitWork } from "../wait-work.ts";
import { describeOptions, misusedOptions } from "./describe-options.ts";
import { jsonSchema } from "./json-schema-of.ts";
import type { Misuse } from "./misuse.ts";
import { refusedConf, refusedInput } from "./refused-input.ts";

interface DescribedTask {
  readonly model: TaskModel;
  readonly operator: OperatorDescription;
}

/**
 * @param locate turns a stack into the position of its first line
 * @param names of the DAG's callbacks
 */
export function describeTask(
  task: TaskNode,
  locate: (stack: string) => Position,
  names: CallbackNames,
): DescribedTask {
  const { model, operator } = describeWork(task, locate, names);
  const producers = readsOf(expressionsOf(model)).outputs.map(({ taskId }) => taskId);
  const before = [...task.upstream].flatMap((node) => ("taskId" in node ? [node.nodeId] : []));
  return { model: { ...model, upstream: [...new Set([...producers, ...before])] }, operator };
}

function describeWork(
  { taskId, declaration: { group, options, stack }, work, role, expandsOver, instanceName }: TaskNode,
  locate: (stack: string) => Position,
  names: CallbackNames,
): DescribedTask {
  const common = {
    taskId,
    ...(group && { groupId: group.groupId }),
    position: locate(stack),
    ...describeOptions(ownTaskOptions, options, names),
    options: describeOptions(taskOptions, options, names),
    ...(expandsOver !== undefined && { expandsOver }),
    ...(instanceName && { mapIndexTemplate: instanceName }),
    ...(role && { role: describeRole(role) }),
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
    case "sensor": {
      const { sensor, input, connections, options: said } = work;
      return {
        model: {
          ...common,
          kind: "sensor",
          operatorName: sensor.name,
          input,
          inputSchema: jsonSchema(sensor.input, "input"),
          ...(sensor.output && { outputSchema: jsonSchema(sensor.output, "output") }),
          connections,
          ...describeOptions(sensorOptions, said, names),
        },
        operator: { connections: Object.keys(sensor.connections ?? {}) },
      };
    }
    case "trigger_dag_run": {
      const { dag, conf, logicalDate, runId, options: said } = work;
      return {
        model: {
          ...common,
          kind: "trigger_dag_run",
          triggerDagId: dag.dagId,
          ...(conf && { conf }),
          ...(logicalDate && { logicalDate }),
          ...(runId && { runId }),
          ...describeOptions(triggerOptions, said, names),
        },
        operator: { connections: [] },
      };
    }
    case "external_task": {
      const { dagId, target, isOfProject, code, hasStandIn, options: said } = work;
      return {
        model: {
          ...common,
          kind: "external_task",
          externalDagId: dagId,
          ...describeTarget(target),
          isOfProject,
          ...(code.output && { outputSchema: jsonSchema(code.output, "output") }),
          hasStandIn,
          ...describeOptions(waitOptions(target), said, names),
          ...describeOptions(dagWaitOptions, said, names),
        },
        operator: { connections: [] },
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
    case "hitl": {
      const { asks, subject, body, choices, fields, options: said } = work;
      const schemas = Object.entries(shapeOfParams(fields)).map(([name, schema]) => [
        name,
        jsonSchema(schema, "input"),
      ]);
      return {
        model: {
          ...common,
          kind: "hitl",
          asks,
          subject,
          ...(body && { body }),
          choices: [...choices],
          fields: Object.fromEntries(schemas),
          ...describeOptions(hitlOptions, said, names),
        },
        operator: { connections: [] },
      };
    }
    case "items":
      return { model: { ...common, kind: "items", items: work.items }, operator: { connections: [] } };
    case "empty":
    case "latest_only":
      return { model: { ...common, kind: work.kind }, operator: { connections: [] } };
  }
}

function describeTarget(target: WaitWork["target"]): Partial<ExternalTask> {
  switch (target.kind) {
    case "dag":
      return {};
    case "task":
      return { externalTaskId: target.taskId };
    case "tasks":
      return { externalTaskIds: [...target.taskIds] };
    case "group":
      return { externalTaskGroupId: target.groupId };
  }
}

/** Runs have other states than tasks. */
function waitOptions({ kind }: WaitWork["target"]): typeof externalTaskOptions | typeof externalDagOptions {
  return kind === "dag" ? externalDagOptions : externalTaskOptions;
}

function describeRole(role: Role): TaskRole {
  switch (role.kind) {
    case "setup":
      return role;
    case "teardown":
      return { kind: role.kind, onFailureFailDagrun: role.onFailureFailDagrun };
  }
}

/** What is wrong with the options that the task was declared with. */
export function misusedTaskOptions({ options, kindOptions }: TaskDeclaration): Misuse[] {
  return misusedOptions({ ...taskOptions, ...ownTaskOptions, ...kindOptions }, options);
}

/** What is wrong with the options that only tasks of its kind have. */
export function misusedOwnOptions({ work }: TaskNode): Misuse[] {
  switch (work.kind) {
    case "trigger_dag_run":
      return misusedOptions(triggerOptions, work.options);
    case "external_task":
      return misusedOptions({ ...waitOptions(work.target), ...dagWaitOptions }, work.options);
    case "hitl":
      return misusedOptions(hitlOptions, work.options);
    case "node":
    case "sensor":
    case "python":
    case "items":
    case "empty":
    case "latest_only":
      return [];
  }
}

/** What of the task's input its operator does not take. */
export function refusedInputOf({ work }: TaskNode): Misuse[] {
  switch (work.kind) {
    case "node":
      return refusedInput(work.operator.input, work.input);
    case "sensor":
      return refusedInput(work.sensor.input, work.input);
    case "trigger_dag_run":
      return work.dag.params
        ? refusedConf(work.dag.dagId, work.dag.params, work.conf ?? { kind: "literal", value: {} })
        : [];
    case "python":
      return refusedInput(work.operator.input, { kind: "object", entries: work.args });
    case "items":
    case "empty":
    case "latest_only":
    case "external_task":
    case "hitl":
      return [];
  }
}
