// Writes a task as Python: a call of the operator that its kind is in Airflow.
import { isRead } from "../../model/dag/awaited.ts";
import type { BranchModel } from "../../model/dag/branch.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { externalTaskOptions } from "../../model/dag/external-task.ts";
import { hitlOptions } from "../../model/dag/hitl.ts";
import { countsAfter } from "../../model/dag/mapping.ts";
import { dagWaitOptions, sensorOptions } from "../../model/dag/sensor-options.ts";
import {
  type ExternalTask,
  type HitlTask,
  hitlOperator,
  type NodeTask,
  type SensorTask,
  type TaskModel,
  type TriggerDagRunTask,
} from "../../model/dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../../model/dag/task-options.ts";
import { triggerOptions } from "../../model/dag/trigger-dag-run.ts";
import { bundlePath } from "../../model/project.ts";
import { emitArguments, type Surroundings } from "./emit-arguments.ts";
import { mappedTask } from "./emit-mapping.ts";
import { emitOptions } from "./emit-options.ts";
import { atom, call, dict, layOut, text } from "./python-layout.ts";
import { pythonString } from "./python-literal.ts";
import { json, type Keyword, literal, param } from "./python-values.ts";
import { jsonTemplate, textTemplate } from "./render-jinja.ts";

/** Where the emitted task belongs. */
export interface Place {
  readonly dagId: string;
  /** Of the DAG. */
  readonly timezone: string;
  /** The Python name of the task. */
  readonly name: string;
  /** Its id where Airflow puts the ids of groups before it. */
  readonly label: string;
  /** Columns its statements are indented by. */
  readonly indent: number;
  /** What the arguments of a Python operator can refer to. */
  readonly around: Surroundings;
  /** The Python names of the classes of Python operators. */
  readonly classes: ReadonlyMap<string, string>;
}

/** What a task of some kind is in Airflow. */
interface Operator {
  readonly className: string;
  /** What is particular to its kind. */
  readonly keywords: readonly Keyword[];
  /** What the UI shows instead of the class's name. */
  readonly shownAs?: string;
  /** Arguments that Airflow has to render. */
  readonly rendered?: readonly string[];
}

/** The statements that make the task. */
export function emitTask(place: Place, task: TaskModel): string {
  const { timezone, name, label, indent } = place;
  const { className, keywords, shownAs, rendered = [] } = operatorOf(place, task);
  const { displayName, doc, uiColor, uiFgcolor, ...others } = ownTaskOptions;
  const all: Keyword[] = [
    ["task_id", literal(label)],
    ...emitOptions({ displayName }, task, timezone),
    ...keywords,
    ...emitOptions(others, task, timezone),
    ...emitOptions(taskOptions, task.options, timezone),
    ...(task.mapIndexTemplate
      ? [["map_index_template", text(textTemplate(task.mapIndexTemplate))] as const]
      : []),
    ...emitOptions({ doc }, task, timezone),
  ];
  const margin = " ".repeat(indent);
  const before = `${margin}${name} = `;
  const made =
    task.expandsOver === undefined
      ? call(className, all)
      : mappedTask(className, all, task.expandsOver, place.around.made);
  const lines = [before + layOut(made, indent, before.length, 0)];
  if (shownAs !== undefined) {
    lines.push(
      task.expandsOver === undefined
        ? `${margin}${name}.custom_operator_name = ${pythonString(shownAs)}`
        : margin + layOut(call("set_operator_name", [], [atom(name), literal(shownAs)]), indent, indent, 0),
    );
  }
  if (rendered.length > 0) {
    const check = call("check_templates", [], [atom(name), ...rendered.map(literal)]);
    lines.push(margin + layOut(check, indent, indent, 0));
  }
  // Operators take no colours, but have some.
  for (const [attribute, value] of emitOptions({ uiColor, uiFgcolor }, task, timezone)) {
    lines.push(`${margin}${name}.${attribute} = ${layOut(value, indent, 0, 0)}`);
  }
  return `${lines.join("\n")}\n`;
}

function operatorOf({ dagId, timezone, around, classes }: Place, task: TaskModel): Operator {
  switch (task.kind) {
    case "node":
      return {
        className: nodeClass(task.branch),
        keywords: [...nodeKeywords(dagId, task), ...branchKeywords(task, around.model)],
        shownAs: task.operatorName,
      };
    case "sensor":
      return {
        className: "NodeSensor",
        keywords: [...nodeKeywords(dagId, task), ...emitOptions(sensorOptions, task, timezone)],
        shownAs: task.operatorName,
      };
    case "python":
      return {
        className: classes.get(task.className) ?? task.className,
        ...emitArguments(task, around),
      };
    case "items":
      return { className: "ItemsOperator", keywords: [["items", text(jsonTemplate(task.items))]] };
    case "empty":
      return { className: "EmptyOperator", keywords: [] };
    case "latest_only":
      return { className: "LatestOnlyOperator", keywords: [] };
    case "hitl":
      return { className: hitlOperator(task), keywords: hitlKeywords(task, timezone) };
    case "trigger_dag_run":
      return { className: "TriggerDagRunOperator", keywords: triggerKeywords(task, timezone) };
    case "external_task":
      return {
        className: isRead(task, around.model) ? "ExternalTaskOutputSensor" : "ExternalTaskSensor",
        keywords: waitKeywords(task, timezone),
      };
  }
}

/** Airflow asks an operator's class whether it skips what comes after it. */
function nodeClass(branch: BranchModel | undefined): string {
  switch (branch?.kind) {
    case undefined:
      return "BashOperator";
    case "cases":
      return "BranchBashOperator";
    case "short_circuit":
      return "ShortCircuitBashOperator";
  }
}

function branchKeywords(task: NodeTask, model: DagModel): Keyword[] {
  const { branch } = task;
  switch (branch?.kind) {
    case undefined:
      return [];
    case "cases":
      return [["cases", literal(branch.cases)]];
    case "short_circuit": {
      if (!branch.ignoreDownstreamTriggerRules) return [["ignore_downstream_trigger_rules", literal(false)]];
      const counts = countsAfter(task.taskId, model);
      return counts.length > 0 ? [["instances", json(Object.fromEntries(counts))]] : [];
    }
  }
}

function nodeKeywords(dagId: string, { taskId, input, connections }: NodeTask | SensorTask): Keyword[] {
  const bundle = bundlePath(dagId, taskId);
  const ids = Object.entries(connections).map(([name, connId]) => [name, literal(connId)] as const);
  return [
    ["bash_command", literal(`exec node "$WINDSOCK_GENERATED/${bundle}"`)],
    ["env", dict([["WINDSOCK_INPUT", text(jsonTemplate(input))]])],
    ["pre_execute", call("node_task", [], ids.length > 0 ? [dict(ids)] : [])],
  ];
}

function hitlKeywords(task: HitlTask, timezone: string): Keyword[] {
  const { asks, subject, body, choices, fields, branch } = task;
  const params = Object.entries(fields).map(([name, schema]) => [name, param(schema)] as const);
  const targets = branch?.kind === "cases" ? Object.entries(branch.cases) : [];
  return [
    ["subject", text(textTemplate(subject))],
    ...(body ? [["body", text(textTemplate(body))] as const] : []),
    ...(asks === "choice" ? [["options", json(choices)] as const] : []),
    ...(params.length > 0 ? [["params", dict(params)] as const] : []),
    ...(targets.length > 0
      ? [["options_mapping", dict(targets.map(([name, [taskId = ""]]) => [name, literal(taskId)]))] as const]
      : []),
    ...emitOptions(hitlOptions, task, timezone),
  ];
}

function triggerKeywords(task: TriggerDagRunTask, timezone: string): Keyword[] {
  const { triggerDagId, conf, logicalDate, runId } = task;
  return [
    ["trigger_dag_id", literal(triggerDagId)],
    ...(runId ? [["trigger_run_id", text(textTemplate(runId))] as const] : []),
    // One text of JSON: of what an object of templates renders to, everything would be text.
    ...(conf ? [["conf", text(jsonTemplate(conf))] as const] : []),
    ...(logicalDate ? [["logical_date", text(textTemplate(logicalDate))] as const] : []),
    ...emitOptions(triggerOptions, task, timezone),
  ];
}

function waitKeywords(task: ExternalTask, timezone: string): Keyword[] {
  const { externalDagId, externalTaskId, externalTaskIds, externalTaskGroupId } = task;
  return [
    ["external_dag_id", literal(externalDagId)],
    ...(externalTaskId === undefined ? [] : [["external_task_id", literal(externalTaskId)] as const]),
    ...(externalTaskIds === undefined ? [] : [["external_task_ids", json(externalTaskIds)] as const]),
    ...(externalTaskGroupId === undefined
      ? []
      : [["external_task_group_id", literal(externalTaskGroupId)] as const]),
    ...emitOptions(externalTaskOptions, task, timezone),
    ...emitOptions(dagWaitOptions, task, timezone),
  ];
}
