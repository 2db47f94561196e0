// Turns options as authors write them into the model's, as the tables of options say.
import type * as z from "zod";
import type { OptionKind, Options, OptionsModel } from "../../model/dag/option.ts";
import { taskOptions } from "../../model/dag/task-options.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import type { AnyAsset } from "../asset.ts";
import { inSeconds } from "../duration.ts";
import type { AuthoredOptions, TaskDefaults } from "../options.ts";
import { describeSchedule } from "./describe-schedule.ts";
import { jsonSchema } from "./json-schema-of.ts";

const asItIs = (value: unknown) => value;
const uris = (assets: readonly AnyAsset[]) => assets.map(({ uri }) => uri);

/** What becomes of an author's value, by the kind of the option; `Authored` in options.ts says what it gets. */
const describers: Readonly<Record<OptionKind, (value: never) => unknown>> = {
  plain: asItIs,
  duration: inSeconds,
  date: asItIs,
  markdown: asItIs,
  inlets: uris,
  outlets: uris,
  schedule: describeSchedule,
  params: paramSchemas,
  defaults: (defaults: TaskDefaults) => describeOptions(taskOptions, defaults),
};

/** The values of a table's options in the model. */
export function describeOptions<Table extends Options>(
  table: Table,
  authored: AuthoredOptions<Table, z.core.$ZodObject>,
): OptionsModel<Table> {
  const entries = Object.entries(table).flatMap(([name, { kind, initial }]) => {
    const value: unknown = authored[name];
    const described = value === undefined ? initial : describers[kind](value as never);
    return described === undefined ? [] : [[name, described]];
  });
  return Object.fromEntries(entries) as OptionsModel<Table>;
}

function paramSchemas(params: z.core.$ZodObject): Record<string, JsonSchema> {
  const { shape } = params._zod.def;
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, jsonSchema(schema, "input")]),
  );
}
