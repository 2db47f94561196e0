// Checks what one task is given: that the DAG has what its input refers to, and its operator the connections it needs.
import type { DagDescription } from "../dag/dag-description.ts";
import { keyProblem } from "../dag/key.ts";
import {
  expressionsOf,
  type NodeTask,
  outputSchema,
  type SensorTask,
  type TaskModel,
} from "../dag/task-model.ts";
import { type Reads, readsOf } from "../expression/reads-of.ts";
import type { Problem } from "../problem.ts";
import { checkPythonTask } from "./validate-python.ts";
import { checkQuestion } from "./validate-question.ts";
import { checkUnrendered } from "./validate-unrendered.ts";
import { checkSensor, checkWait } from "./validate-wait.ts";

/** Every problem of what the task is given, each at the place where the task was declared. */
export function checkTask(task: TaskModel, description: DagDescription): Problem[] {
  return [
    ...unknownReferences(task, description),
    ...checkKind(task, description),
    ...checkMultipleOutputs(task),
    ...checkUnrendered(expressionsOf(task)),
  ].map((what) => ({
    message: `Task "${task.taskId}" ${what}`,
    position: task.position,
  }));
}

/** What is particular to tasks of its kind. */
function checkKind(task: TaskModel, description: DagDescription): string[] {
  switch (task.kind) {
    case "node":
      return [...checkConnections(task, description), ...refusedPython(task)];
    case "sensor":
      return [...checkConnections(task, description), ...refusedPython(task), ...checkSensor(task)];
    case "python":
      return checkPythonTask(task);
    case "items":
    case "empty":
    case "latest_only":
      return [];
    case "trigger_dag_run":
      return checkKey(task.triggerDagId);
    case "hitl":
      return checkQuestion(task, description.model);
    case "external_task":
      return checkWait(task, description.model);
  }
}

function checkKey(dagId: string): string[] {
  const problem = keyProblem(dagId);
  return problem === undefined ? [] : [`starts a run of ${JSON.stringify(dagId)}, and a DAG's id ${problem}`];
}

function unknownReferences(task: TaskModel, description: DagDescription): string[] {
  const { params, outputs } = readsOf(expressionsOf(task));
  const declared = Object.keys(description.model.params);
  return [
    ...params
      .filter((name) => !declared.includes(name))
      .map((name) => `uses param "${name}". ${known("The DAG's params are", declared)}`),
    ...outputs.flatMap((output) => unknownOutput(output, description)),
  ];
}

function unknownOutput(output: Reads["outputs"][number], { model }: DagDescription): string[] {
  const { kind, taskId, path } = output;
  const producer = model.tasks.find((task) => task.taskId === taskId);
  if (!producer) return [`uses the output of "${taskId}", which is not a task of DAG "${model.dagId}".`];
  if (kind === "output" && output.key !== undefined) return unknownKey(producer, output.key);
  // Of a list, the first step leads to an element.
  const field = kind === "outputs" ? path[1] : path[0];
  const properties = outputSchema(producer)?.properties;
  if (typeof field !== "string" || typeof properties !== "object" || properties === null) return [];
  if (Object.hasOwn(properties, field)) return [];
  return [
    `uses "${field}" of the output of "${taskId}". ${known("Its fields are", Object.keys(properties))}`,
  ];
}

/** Python operators push what they like; all others the fields of what they return, where they say so. */
function unknownKey(producer: TaskModel, key: string): string[] {
  const { kind, taskId, multipleOutputs = false } = producer;
  const pushes = kind === "python" || kind === "trigger_dag_run" || kind === "external_task";
  if (pushes) return [];
  const uses = `uses the XCom ${JSON.stringify(key)} of "${taskId}", which`;
  if (!multipleOutputs) return [`${uses} pushes none. Give that task the option multipleOutputs: true.`];
  const properties = outputSchema(producer)?.properties;
  if (typeof properties !== "object" || properties === null || Object.hasOwn(properties, key)) return [];
  return [`${uses} does not return it. ${known("Its fields are", Object.keys(properties))}`];
}

/** Whether the task may push the fields of what it returns. */
function checkMultipleOutputs(task: TaskModel): string[] {
  if (!task.multipleOutputs) return [];
  const types = [outputSchema(task)?.type ?? "object"].flat();
  if (task.kind === "hitl" || (task.kind === "node" && task.branch))
    return ["has multipleOutputs, which a task that decides or asks cannot have. Leave it out."];
  const isObject = task.kind !== "items" && types.some((type) => type === "object" || type === "null");
  if (isObject) return [];
  return [
    `has multipleOutputs, and returns no object: its output has the type ${types.join(", ")}. Leave it out.`,
  ];
}

function checkConnections(
  { taskId, connections }: NodeTask | SensorTask,
  { operators }: DagDescription,
): string[] {
  const needed = operators[taskId]?.connections ?? [];
  const given = Object.keys(connections);
  return [
    ...needed
      .filter((name) => !given.includes(name))
      .map((name) => `needs a connection for "${name}". Pass { ${name}: connection("...") }.`),
    ...given
      .filter((name) => !needed.includes(name))
      .map((name) => `is given a connection for "${name}". ${known("Its operator needs", needed)}`),
  ];
}

function refusedPython({ input }: NodeTask | SensorTask): string[] {
  return readsOf([input]).python.map(
    ({ source }) => `is given Python (${source}) as input, which only a Python operator takes.`,
  );
}

function known(intro: string, names: readonly string[]): string {
  return names.length === 0 ? "There are none." : `${intro}: ${names.join(", ")}.`;
}
