// Turns options as authors write them into the model's, as the tables of options say.
import type * as z from "zod";
import type { OptionKind, Options, OptionsModel } from "../../model/dag/option.ts";
import { taskOptions } from "../../model/dag/task-options.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import { isPlainObject, toJson } from "../../model/to-json.ts";
import { written } from "../../model/written.ts";
import type { AnyAsset, AssetAlias } from "../asset.ts";
import { outletModel } from "../asset-model.ts";
import type { CallbackNames } from "../callback-names.ts";
import { inSeconds } from "../duration.ts";
import type { AuthoredOptions } from "../options.ts";
import { shapeOfParams } from "../params.ts";
import { checkOption } from "./check-option.ts";
import { describeCallbacks } from "./describe-callbacks.ts";
import { describeDeadlines } from "./describe-deadlines.ts";
import { describeSchedule } from "./describe-schedule.ts";
import { jsonSchema } from "./json-schema-of.ts";
import type { Misuse } from "./misuse.ts";
import { unknownOption } from "./unknown-option.ts";

const asItIs = (value: unknown) => value;
const assets = (named: readonly (AnyAsset | AssetAlias)[]) => named.map(outletModel);

/** What becomes of an author's value, by the kind of the option; `Authored` in options.ts says what it gets. */
const describers: Readonly<Record<OptionKind, (value: never, names: CallbackNames) => unknown>> = {
  plain: asItIs,
  duration: inSeconds,
  seconds: inSeconds,
  date: asItIs,
  markdown: asItIs,
  inlets: assets,
  outlets: assets,
  executor_config: (config: object) => toJson(config, "executorConfig"),
  access: asItIs,
  task_callbacks: describeCallbacks,
  dag_callbacks: describeCallbacks,
  deadlines: describeDeadlines,
  schedule: describeSchedule,
  params: paramSchemas,
  defaults: (defaults: object, names) => describeOptions(taskOptions, defaults, names),
};

/**
 * The values of a table's options in the model. What {@link misusedOptions} names is left out.
 *
 * @param names of the DAG's callbacks
 */
export function describeOptions<Table extends Options>(
  table: Table,
  authored: AuthoredOptions<Table, z.core.$ZodObject>,
  names: CallbackNames,
): OptionsModel<Table> {
  const entries = Object.entries(table).flatMap(([name, option]) => {
    const value: unknown = authored?.[name];
    const usable = value !== undefined && checkOption(option, value, [name]) === undefined;
    const described = usable ? describers[option.kind](value as never, names) : option.initial;
    return described === undefined ? [] : [[name, described]];
  });
  return Object.fromEntries(entries) as OptionsModel<Table>;
}

/**
 * Options that there are not, and options that have what they do not take.
 *
 * @param table all the options that there are
 * @param path leads to the options
 */
export function misusedOptions(table: Options, authored: unknown, path: readonly string[] = []): Misuse[] {
  if (!isPlainObject(authored)) {
    return [{ path, problem: `has ${written(authored)} as its options. Write an object: { ... }.` }];
  }
  return Object.entries(authored).flatMap(([name, value]): Misuse[] => {
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!option) return [{ path: [...path, name], problem: unknownOption(name, table, path) }];
    if (value === undefined) return [];
    if (option.kind === "defaults" && isPlainObject(value)) {
      return misusedOptions(taskOptions, value, [...path, name]);
    }
    const misuse = checkOption(option, value, [...path, name]);
    return misuse ? [misuse] : [];
  });
}

function paramSchemas(params: z.core.$ZodObject): Record<string, JsonSchema> {
  const shape = Object.entries(shapeOfParams(params));
  return Object.fromEntries(shape.map(([name, schema]) => [name, jsonSchema(schema, "input")]));
}
