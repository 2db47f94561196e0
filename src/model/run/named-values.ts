// Reads `name=value` from a command line (params and inputs), for the local runner and for bundles run by hand alike.
import { UsageError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { type JsonReading, readJson } from "../read-json.ts";
import { toJson } from "../to-json.ts";
import type { Params } from "./run-context.ts";

type JsonSchema = Readonly<Record<string, JsonValue>>;
type JsonSchemas = Readonly<Record<string, JsonSchema>>;

/** The values that params have where nobody gives others. */
export function defaultParams(schemas: JsonSchemas): Params {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** The params without a default that have no value: a run needs one of each. */
export function missingParams(schemas: JsonSchemas, values: Params): string[] {
  return Object.entries(schemas)
    .filter(([name, { default: value }]) => value === undefined && !Object.hasOwn(values, name))
    .map(([name]) => name);
}

/** @throws {UsageError} that names the params without a default of which the command line says nothing */
export function requireParams(dagId: string, schemas: JsonSchemas, values: Params): void {
  const missing = missingParams(schemas, values);
  if (missing.length === 0) return;
  const what = missing.length === 1 ? "a value of param" : "values of params";
  const how = missing.map((name) => `--param ${name}=...`).join(" ");
  throw new UsageError(
    `DAG "${dagId}" needs ${what} ${missing.join(", ")}: give ${how}. ${describe("Its params", schemas)}`,
  );
}

/**
 * The params of a run: the DAG's defaults, and what the command line says instead. {@link requireParams} says which ones
 * are missing.
 *
 * @param schemas the params' JSON Schemas, by name
 * @param given `name=value` each; of several for one param the last one counts
 * @throws {UsageError} for a name the DAG does not have, and a value its schema refuses
 */
export async function readParams(
  dagId: string,
  schemas: JsonSchemas,
  given: readonly string[],
): Promise<Params> {
  const values: Record<string, JsonValue> = { ...defaultParams(schemas) };
  for (const text of given) {
    const [name, value] = split("--param", text);
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!schema) {
      const hint = describe("Its params", schemas);
      throw new UsageError(`DAG "${dagId}" has no param ${JSON.stringify(name)}. ${hint}`);
    }
    const { reading, problem, refusal = problem } = await bestReading(schema, value);
    if (refusal !== undefined) {
      throw new UsageError(`--param ${text} is refused: ${refusal}. ${describe("Its params", schemas)}`);
    }
    values[name] = reading;
  }
  return values;
}

/**
 * Entries of a task's input. A value that the schema refuses is left to the operator's own, which says more.
 *
 * @param inputSchema of the whole input; any name will do where it names no entries
 * @param given `name=value` each; of several for one entry the last one counts
 * @throws {UsageError} for a name the input does not have
 */
export async function readInputs(
  taskId: string,
  inputSchema: JsonSchema,
  given: readonly string[],
): Promise<Readonly<Record<string, JsonValue>>> {
  const { properties, $defs } = inputSchema;
  const schemas = properties as JsonSchemas | undefined;
  const values: [string, JsonValue][] = [];
  for (const text of given) {
    const [name, value] = split("--input", text);
    if (schemas && !Object.hasOwn(schemas, name)) {
      const hint = describe("Its inputs", schemas);
      throw new UsageError(`Task "${taskId}" has no input ${JSON.stringify(name)}. ${hint}`);
    }
    const schema = { ...schemas?.[name], ...($defs !== undefined && { $defs }) };
    const { reading, problem } = await bestReading(schema, value);
    if (problem !== undefined) throw new UsageError(`--input ${text} is refused: ${problem}.`);
    values.push([name, reading]);
  }
  return Object.fromEntries(values);
}

function split(option: string, text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`${option} ${JSON.stringify(text)} is not of the form name=value.`);
}

interface Reading {
  readonly reading: JsonValue;
  /** Why it cannot be had at all. */
  readonly problem?: string | undefined;
  /** Why the schema refuses it. */
  readonly refusal?: string | undefined;
}

/** What the text means: of its readings the first one that the schema takes, or else the first one. */
async function bestReading(schema: JsonSchema, text: string): Promise<Reading> {
  const { problemOf } = await import("./json-schema-check.ts");
  let first: Reading | undefined;
  for (const { value, problem: found } of readings(schema, text)) {
    const problem = found ?? storing(value);
    const refusal = problem === undefined ? problemOf(schema, value) : undefined;
    if (problem === undefined && refusal === undefined) return { reading: value };
    first ??= { reading: value, problem, refusal };
  }
  return first ?? { reading: text };
}

/** JSON comes first, unless the schema wants text and nothing else. */
function readings(schema: JsonSchema, text: string): JsonReading[] {
  if (schema.type === "string") return [{ value: text }];
  try {
    return [readJson(text, "it"), { value: text }];
  } catch {
    return [{ value: text }];
  }
}

/** Why Airflow could not store it. */
function storing(value: JsonValue): string | undefined {
  try {
    toJson(value, "it");
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/\.$/, "");
  }
}

function describe(intro: string, schemas: JsonSchemas): string {
  const known = Object.entries(schemas).map(([name, { type, default: value }]) => {
    const details = [
      ...(typeof type === "string" ? [type] : Array.isArray(type) ? [type.join(" or ")] : []),
      ...(value === undefined ? [] : [`default ${JSON.stringify(value)}`]),
    ];
    return details.length === 0 ? name : `${name} (${details.join(", ")})`;
  });
  return known.length === 0 ? "It has none." : `${intro}: ${known.join(", ")}.`;
}
