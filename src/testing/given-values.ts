// Holds what a test gives a DAG against what the DAG reads, before any task runs.

import { connectionIds } from "../local/execute/task-connections.ts";
import type { Environment } from "../model/connection/environment.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { expressionsHere, expressionsOf, type TaskModel } from "../model/dag/task-model.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { readsOf } from "../model/expression/reads-of.ts";
import { problemOf } from "../model/run/json-schema-check.ts";
import { defaultParams, missingParams } from "../model/run/named-values.ts";
import type { Params } from "../model/run/run-context.ts";
import { toJson } from "../model/to-json.ts";
import type { DagRunOptions } from "./dag-run.ts";

/** Refuses names that mean nothing in this DAG: they are misspelled, or the test is out of date. */
export function checkNames(
  dag: DagModel,
  { tasks = {}, upTo, variables = {}, connections = {}, priorOutputs = {}, answers = {} }: DagRunOptions,
): void {
  const { dagId } = dag;
  const taskIds = dag.tasks.map(({ taskId }) => taskId);
  const isNot = (what: string, list: string) => ({ nothing: `DAG "${dagId}" ${what}`, list });
  const noTask = isNot("has no task", "Its tasks");
  for (const taskId of Object.keys(tasks)) checkName("tasks", taskId, taskIds, noTask);
  const asking = dag.tasks.filter(({ kind }) => kind === "hitl").map(({ taskId }) => taskId);
  for (const taskId of Object.keys(answers))
    checkName("answers", taskId, asking, isNot("asks nobody by a task", "Those that ask"));
  for (const taskId of Object.keys(priorOutputs)) checkName("priorOutputs", taskId, taskIds, noTask);
  if (upTo !== undefined) checkName("upTo", upTo, taskIds, noTask);
  const { variables: read } = readsOf(dag.tasks.flatMap(expressionsOf));
  for (const key of Object.keys(variables)) {
    checkName("variables", key, unique(read.map((each) => each.key)), isNot("reads no variable", "It reads"));
  }
  for (const connId of Object.keys(connections)) {
    const used = unique(dag.tasks.flatMap(connectionIds));
    checkName("connections", connId, used, isNot("uses no connection", "It uses"));
  }
}

/** @throws {TypeError} naming the option, and what it can be */
function checkName(
  option: string,
  name: string,
  known: readonly string[],
  { nothing, list }: { readonly nothing: string; readonly list: string },
): void {
  if (known.includes(name)) return;
  const all = known.length === 0 ? "It has none." : `${list}: ${known.join(", ")}.`;
  throw new TypeError(`${option}: ${nothing} ${JSON.stringify(name)}. ${didYouMean(name, known)}${all}`);
}

/**
 * Refuses a run in which something would be missing.
 *
 * @param tasks those that run, without the connections of those that have a stand-in
 * @throws {TypeError} naming all that is missing, and how to give it
 */
export function checkNothingMissing(
  tasks: readonly TaskModel[],
  params: Params,
  environment: Environment,
  given: DagRunOptions,
): void {
  const problems = tasks.flatMap((task) => {
    const reads = readsOf(expressionsHere(task));
    const variables = reads.variables.filter(
      ({ fallback, mayBeWritten }) => fallback === undefined && !mayBeWritten,
    );
    const say = (
      what: string,
      names: readonly string[],
      known: object = {},
      remedy: (name: string) => string,
    ) =>
      unique(names)
        .filter((name) => !Object.hasOwn(known, name))
        .map((name) => `Task "${task.taskId}" ${what} "${name}". Give it: ${remedy(name)}.`);
    return [
      ...say("needs connection", connectionIds(task), given.connections, (connId) =>
        entry("connections", connId, '"type://host"'),
      ),
      ...say(
        "reads variable",
        variables.map(({ key }) => key),
        given.variables,
        (key) => entry("variables", key, '"..."'),
      ),
      ...say("reads param", reads.params, params, (name) => entry("params", name, "...")),
      ...reads.jinja.map(
        ({ source }) =>
          `Task "${task.taskId}": Raw Jinja (${source}) is only evaluated by Airflow. ` +
          "Use a typed expression, or end the run before this task with upTo.",
      ),
    ];
  });
  if (problems.length > 0) throw new TypeError(problems.join("\n"));
  // What cannot be read is told about now.
  for (const connId of tasks.flatMap(connectionIds)) environment.connection(connId);
}

function entry(option: string, name: string, value: string): string {
  return `${option}: { ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${value} }`;
}

/** The params of the run: the DAG's defaults, and what the test gives instead. */
export function givenParams(dag: DagModel, given: DagRunOptions["params"] = {}): Params {
  for (const [name, value] of Object.entries(given)) {
    checkName("params", name, Object.keys(dag.params), {
      nothing: `DAG "${dag.dagId}" has no param`,
      list: "Its params",
    });
    const refusal = problemOf(dag.params[name] ?? {}, toJson(value, `params: ${name}`));
    if (refusal !== undefined) throw new TypeError(`params: ${name} is refused: ${refusal}.`);
  }
  const values = { ...defaultParams(dag.params), ...given };
  const missing = missingParams(dag.params, values);
  if (missing.length > 0) {
    const entries = missing.map((name) => entry("params", name, "..."));
    throw new TypeError(
      `DAG "${dag.dagId}" has params without a default. Give the run a value of each: ${entries.join(", ")}.`,
    );
  }
  return values;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
