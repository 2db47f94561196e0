// Writes options as keywords of a DAG or an operator, as the tables of options say.
import type { CallbackModel } from "../../model/dag/callback.ts";
import { type ExecutorConfig, kubernetesNames } from "../../model/dag/executor-config.ts";
import type { Option, OptionKind, Options, OptionsModel } from "../../model/dag/option.ts";
import { type TaskOptionsModel, taskOptions } from "../../model/dag/task-options.ts";
import type { JsonValue } from "../../model/json.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import { assets } from "./emit-assets.ts";
import { callbacks } from "./emit-callbacks.ts";
import { deadlines } from "./emit-deadlines.ts";
import { emitSchedule } from "./emit-schedule.ts";
import { call, dict, type Layout, set } from "./python-layout.ts";
import { date, duration, json, type Keyword, literal, markdown, param } from "./python-values.ts";

/** Python for a value of each kind of option; nothing where a value says no more than its absence. */
const writers: Readonly<
  Record<OptionKind, (value: never, timezone: string, option: Option) => Layout | undefined>
> = {
  plain: json,
  duration,
  seconds: json,
  date,
  markdown,
  inlets: assets,
  outlets: assets,
  executor_config: executorConfig,
  access,
  task_callbacks: (value: readonly CallbackModel[], _, option) => callbacks(value, option),
  dag_callbacks: (value: readonly CallbackModel[], _, option) => callbacks(value, option),
  deadlines,
  schedule: emitSchedule,
  params: (params: Readonly<Record<string, JsonSchema>>) =>
    dictOf(Object.entries(params).map(([name, schema]) => [name, param(schema)])),
  defaults: (defaults: TaskOptionsModel, timezone: string) =>
    dictOf(emitOptions(taskOptions, defaults, timezone)),
};

/**
 * The options that have a value, in the order of their table.
 *
 * @param timezone of the DAG, in which its dates are read
 */
export function emitOptions<Table extends Options>(
  table: Table,
  values: OptionsModel<Table>,
  timezone: string,
): Keyword[] {
  return Object.entries(table).flatMap(([name, option]) => {
    const { python, kind } = option;
    const value: unknown = values[name as keyof typeof values];
    if (python === null || value === undefined) return [];
    const written = writers[kind](value as never, timezone, option);
    return written ? [[python, written] as const] : [];
  });
}

/** What the KubernetesExecutor reads has other names in Python, and a pod is made there. */
function executorConfig(config: ExecutorConfig): Layout {
  return dict(
    Object.entries(config as Readonly<Record<string, JsonValue>>).map(([name, value]) => {
      const known = Object.hasOwn(kubernetesNames, name)
        ? kubernetesNames[name as keyof typeof kubernetesNames]
        : name;
      return [known, name === "podOverride" ? call("pod_override", [], [json(value)]) : json(value)];
    }),
  );
}

function access(roles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Layout {
  return dict(
    Object.entries(roles).map(([role, resources]) => [
      role,
      dict(Object.entries(resources).map(([resource, actions]) => [resource, set(actions.map(literal))])),
    ]),
  );
}

function dictOf(entries: readonly Keyword[]): Layout | undefined {
  return entries.length > 0 ? dict(entries) : undefined;
}
