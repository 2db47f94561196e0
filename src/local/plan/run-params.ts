// The params of a local run: the DAG's defaults, and what the command line says instead.

import * as z from "zod";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { UsageError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import type { Params } from "../../model/run/run-context.ts";

/**
 * @param given `name=value` each; a value is read as JSON where the param's schema wants something else than text
 * @throws {UsageError} for a name the DAG does not have, and a value its schema refuses
 */
export function runParams(dag: DagModel, given: readonly string[]): Params {
  const values = Object.fromEntries(
    Object.entries(dag.params).flatMap(([name, schema]) =>
      schema.default === undefined ? [] : [[name, schema.default as JsonValue]],
    ),
  );
  for (const text of given) {
    const [name, value] = split(dag, text);
    values[name] = checked(dag, name, value);
  }
  return values;
}

function split(dag: DagModel, text: string): [string, string] {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  if (!Object.hasOwn(dag.params, name)) {
    throw new UsageError(`DAG "${dag.dagId}" has no param ${JSON.stringify(name)}. ${describe(dag)}`);
  }
  if (at < 0) throw new UsageError(`--param ${text} has no value. Write --param ${name}=<value>.`);
  return [name, text.slice(at + 1)];
}

function checked(dag: DagModel, name: string, text: string): JsonValue {
  const schema = z.fromJSONSchema(dag.params[name] as z.core.JSONSchema.JSONSchema);
  const problems: string[] = [];
  for (const candidate of readings(dag.params[name] ?? {}, text)) {
    const result = schema.safeParse(candidate);
    if (result.success) return candidate;
    problems.push(...result.error.issues.map((issue) => issue.message));
  }
  throw new UsageError(`--param ${name}=${text} is refused: ${problems[0]}. ${describe(dag)}`);
}

/** What the text can mean; JSON comes first unless the schema wants text and nothing else. */
function readings(schema: JsonSchema, text: string): JsonValue[] {
  if (schema.type === "string") return [text];
  try {
    return [JSON.parse(text) as JsonValue, text];
  } catch {
    return [text];
  }
}

function describe(dag: DagModel): string {
  const known = Object.entries(dag.params).map(([name, schema]) => {
    const type = typeof schema.type === "string" ? `${schema.type}, ` : "";
    return `${name} (${type}default ${JSON.stringify(schema.default) ?? "none"})`;
  });
  return known.length === 0 ? "It has no params." : `Its params: ${known.join(", ")}.`;
}
