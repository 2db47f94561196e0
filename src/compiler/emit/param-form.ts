// The JSON Schema of a param as Airflow's trigger form reads it: with all its types in one list, where zod has a schema
// for each.

import type { JsonValue } from "../../model/json.ts";
import type { JsonSchema } from "../../model/json-schema.ts";

/** Keywords that say nothing of values of other types than theirs. */
const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ["pattern", "minLength", "maxLength", "format", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
  object: ["properties", "required", "additionalProperties", "propertyNames", "minProperties"],
  boolean: [],
  null: [],
};

/** A schema that takes the same values, in the form that Airflow's forms of 2.10 to 3.x understand. */
export function formSchema(schema: JsonSchema): JsonSchema {
  const typed = withTypes(schema);
  const { pattern: _, ...rest } = typed;
  // The pattern spells out what the format says.
  return typed.format === "date" ? rest : typed;
}

function withTypes({ anyOf, ...rest }: JsonSchema): JsonSchema {
  const options = Array.isArray(anyOf) ? (anyOf as readonly JsonSchema[]) : undefined;
  if (!options) return withTypeOfEnum({ ...rest, ...(anyOf !== undefined && { anyOf }) });
  const types = options.map(({ type }) => type);
  const merged = mergeable(options) && rest.type === undefined;
  if (!merged || new Set(types).size < types.length) return { ...rest, anyOf: [...options] };
  // An enum limits values of all types.
  const values = options.flatMap(({ enum: some, type }) => some ?? (type === "null" ? [null] : []));
  const limited = options.some((option) => "enum" in option);
  const parts = options.map(({ type: _, enum: __, ...option }) => option);
  return Object.assign({}, rest, { type: types }, ...parts, limited ? { enum: values } : {});
}

/** Whether each says nothing of values of the others' types. */
function mergeable(options: readonly JsonSchema[]): boolean {
  const numeric = options.filter(({ type }) => type === "number" || type === "integer");
  const isLimited = options.some((option) => "enum" in option);
  return (
    numeric.length < 2 &&
    options.every(
      ({ type, enum: some, ...others }) =>
        typeof type === "string" &&
        // A type of its own beside an enum could have any value.
        (!isLimited || some !== undefined || type === "null") &&
        Object.keys(others).every((name) => keywords[type]?.includes(name)),
    )
  );
}

/** zod names no types of values that are of several. */
function withTypeOfEnum(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (type !== undefined || !Array.isArray(values)) return schema;
  const types = [...new Set((values as readonly JsonValue[]).map(typeOf))];
  const one = types.length === 1 ? types[0] : undefined;
  return types.includes("object") ? schema : { type: one ?? types, ...schema };
}

function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
