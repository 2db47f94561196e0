// Turns a Dag into its model: the step from the author's objects to plain JSON.
import type { AssetDescription, DagDescription } from "../../model/dag/dag-description.ts";
import { type DagModel, modelVersion } from "../../model/dag/dag-model.ts";
import { dagOptions } from "../../model/dag/dag-options.ts";
import { taskGroupOptions } from "../../model/dag/task-group.ts";
import type { Part, Position } from "../../model/problem.ts";
import type { AnyAsset, AssetAlias } from "../asset.ts";
import { isOutlet, outletModel } from "../asset-model.ts";
import { callbackNames, callbacksOf } from "../callback-names.ts";
import type { Dag } from "../dag.ts";
import type { DagNode } from "../dag-node.ts";
import { casesOf, withBranches } from "./describe-branches.ts";
import { describeCode } from "./describe-callbacks.ts";
import { describeGroup, edgeLabelsOf, groupEdgesOf, withGroupEdges } from "./describe-groups.ts";
import { describeOptions, misusedOptions } from "./describe-options.ts";
import { scheduledAssets } from "./describe-schedule.ts";
import { aroundOf, withScopes } from "./describe-scopes.ts";
import { describeTask, misusedOwnOptions, misusedTaskOptions, refusedInputOf } from "./describe-task.ts";
import { jsonSchema } from "./json-schema-of.ts";
import type { Misuse } from "./misuse.ts";
import { optionalParams } from "./optional-params.ts";
import { refusedDefaults } from "./refused-defaults.ts";

/** A module whose default export is not a DAG. */
class NotADagError extends Error {
  constructor(found: unknown) {
    const what = found === undefined ? "has no default export" : `exports a ${typeof found} by default`;
    super(`The module ${what}. End it with \`export default dag\`, where dag is made by \`new Dag(...)\`.`);
    this.name = "NotADagError";
  }
}

/**
 * Describes the default export of a DAG module.
 *
 * @param locate turns a stack into the position of its first line
 * @throws {NotADagError} when `exported` is not a Dag
 */
export function describeDag(exported: unknown, locate: (stack: string) => Position): DagDescription {
  if (!isDag(exported)) throw new NotADagError(exported);
  const { options, dagId, contents, stack } = exported;
  const { tasks, declarations } = contents;
  const wired = new Set(tasks.map((task) => task.declaration));
  const own = new Set<DagNode>([...tasks, ...contents.groups]);
  const callbacks = callbacksOf(exported);
  const names = callbackNames(callbacks);
  const described = tasks.map((task) => describeTask(task, locate, names));
  const groups = contents.groups.map((group) => describeGroup(group, locate, names));
  const groupEdges = groupEdgesOf(contents);
  const misuses = (of: Part["of"], subject: string, from: string, found: readonly Misuse[]) =>
    found.map(({ path, problem }) => ({ subject, position: locate(from), part: { of, path }, problem }));
  const scoped = withScopes(
    tasks,
    described.map(({ model }) => model),
    groups,
    groupEdges,
  );
  const ordered = withGroupEdges(scoped, groups, groupEdges);
  return {
    model: {
      modelVersion,
      dagId,
      position: locate(stack),
      ...withRunLimit(describeOptions(dagOptions, options, names), options?.maxActiveRuns),
      tasks: withBranches(tasks, ordered, groups),
      groups,
      groupEdges,
      edgeLabels: edgeLabelsOf(contents),
      callbacks: describeCode(callbacks, names, locate),
    },
    unwired: declarations
      .filter((declaration) => !wired.has(declaration))
      .map((declaration) => ({ taskId: declaration.taskId, position: locate(declaration.stack) })),
    misused: [
      ...misuses("options", "The DAG", stack, misusedOptions(dagOptions, options)),
      ...misuses("options", "The DAG", stack, optionalParams(options?.params)),
      ...declarations.flatMap((declaration) =>
        misuses("options", taskNamed(declaration), declaration.stack, misusedTaskOptions(declaration)),
      ),
      ...contents.groups.flatMap((group) =>
        misuses(
          "options",
          `Group ${JSON.stringify(group.groupId)}`,
          group.stack,
          misusedOptions(taskGroupOptions, group.options),
        ),
      ),
      ...tasks.flatMap((task) =>
        misuses("options", taskNamed(task), task.declaration.stack, misusedOwnOptions(task)),
      ),
      ...tasks.flatMap((task) =>
        misuses("input", taskNamed(task), task.declaration.stack, refusedInputOf(task)),
      ),
    ],
    refusedDefaults: refusedDefaults(options?.params),
    assets: assetsNamed(exported).map((asset) => assetDescription(asset, locate)),
    operators: Object.fromEntries(described.map(({ model, operator }) => [model.taskId, operator])),
    strangers: [...tasks, ...contents.groups].flatMap((node) => [
      ...foreign(own, [...node.upstream], node, "comes after"),
      ...foreign(own, "branch" in node ? casesOf(node.branch) : [], node, "decides about"),
      ...foreign(own, "role" in node ? aroundOf(node) : [], node, "is around"),
    ]),
  };
}

/** Airflow takes no other limit for a continuous schedule, and has another one by default. */
function withRunLimit<Options extends Pick<DagModel, "schedule" | "maxActiveRuns">>(
  described: Options,
  authored: number | undefined,
): Options {
  const isContinuous = described.schedule.kind === "continuous";
  return isContinuous && authored === undefined ? { ...described, maxActiveRuns: 1 } : described;
}

/** Those of the nodes that belong to another DAG. */
function foreign(
  own: ReadonlySet<DagNode>,
  nodes: readonly DagNode[],
  { nodeId: usedBy }: DagNode,
  how: DagDescription["strangers"][number]["how"],
): DagDescription["strangers"] {
  return nodes.filter((node) => !own.has(node)).map(({ nodeId }) => ({ nodeId, usedBy, how }));
}

function taskNamed({ taskId }: { readonly taskId: string }): string {
  return `Task ${JSON.stringify(taskId)}`;
}

/** Duck-typed: a bundle may hold another copy of the class. */
export function isDag(value: unknown): value is Dag {
  return typeof value === "object" && value !== null && "dagId" in value && "contents" in value;
}

/** Each asset and alias of the schedule and of the tasks, once. */
function assetsNamed({ options, contents: { tasks } }: Dag): (AnyAsset | AssetAlias)[] {
  const named = tasks.flatMap(({ declaration: { options } }) => [options?.inlets, options?.outlets]);
  const listed = named.flatMap((assets) => (Array.isArray(assets) ? assets.filter(isOutlet) : []));
  return [...new Set([...scheduledAssets(options?.schedule ?? null), ...listed])];
}

function assetDescription(
  named: AnyAsset | AssetAlias,
  locate: (stack: string) => Position,
): AssetDescription {
  const { schema, stack } = named;
  return {
    asset: outletModel(named),
    uri: named.kind === "asset" ? (named.options.uri ?? null) : null,
    schema: schema ? jsonSchema(schema, "input") : null,
    position: locate(stack),
  };
}
