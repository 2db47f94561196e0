// Finds what is wrong with a DAG's params before Airflow does, which then loads nothing of the DAG.
import type { DagDescription } from "../dag/dag-description.ts";
import { PatternError, withPythonPatterns } from "../dag/python-pattern.ts";
import type { JsonSchema } from "../json-schema.ts";
import { problemOf } from "../run/json-schema-check.ts";
import { toJson } from "../to-json.ts";
import { airflowProblem } from "./airflow-value.ts";

/** What is wrong with the DAG's params, in sentences. */
export function checkParams({ model, refusedDefaults }: DagDescription): string[] {
  // Airflow has no other timetable that can never be scheduled.
  const isAsked = model.schedule.kind === "none";
  return Object.entries(model.params).flatMap(([name, schema]) => {
    const problem = paramProblem(schema, refusedDefaults[name], isAsked);
    return problem === undefined ? [] : [`Param ${JSON.stringify(name)} ${problem}`];
  });
}

/** @param isAsked whether somebody starts each run, who can be asked for what has no default */
function paramProblem(schema: JsonSchema, refused: string | undefined, isAsked: boolean): string | undefined {
  if (!("default" in schema)) {
    return isAsked
      ? (keywordProblem(schema) ?? patternProblem(schema))
      : "has no default, which Airflow refuses where a DAG has a schedule: a scheduled run has nobody to ask. Add .default(...), or take the schedule away.";
  }
  const { default: initial = null, ...rest } = schema;
  const unstorable = storedProblem(initial);
  if (unstorable !== undefined) return unstorable;
  const written = JSON.stringify(initial);
  const keyword = keywordProblem(rest);
  if (keyword !== undefined) return keyword;
  const pattern = patternProblem(rest);
  if (pattern !== undefined) return pattern;
  const own = refused ?? problemOf(withoutFormats(rest), initial);
  if (own !== undefined) return `has the default ${written}, which its own schema refuses: ${own}.`;
  const airflow = airflowProblem(rest, initial);
  return airflow && `has the default ${written}, which Airflow refuses: ${airflow}.`;
}

/** What JavaScript does not have all of, or Airflow cannot store. */
function storedProblem(initial: unknown): string | undefined {
  try {
    toJson(initial, "default");
    return undefined;
  } catch (error) {
    return `has a default that cannot be: ${(error as Error).message}`;
  }
}

/** Keywords that `.meta()` can set to what Airflow would trip over. */
const keywords: Readonly<Record<string, (value: unknown) => boolean>> = {
  title: (value) => typeof value === "string",
  description: (value) => typeof value === "string",
  format: (value) => typeof value === "string",
  $comment: (value) => typeof value === "string",
  examples: Array.isArray,
  deprecated: (value) => typeof value === "boolean",
  readOnly: (value) => typeof value === "boolean",
  writeOnly: (value) => typeof value === "boolean",
  // Airflow's Param has arguments of these names.
  self: () => false,
  schema: () => false,
  source: () => false,
};

function keywordProblem(schema: JsonSchema): string | undefined {
  const wrong = Object.entries(schema).find(
    ([key, value]) => Object.hasOwn(keywords, key) && !keywords[key]?.(value),
  );
  if (!wrong) return undefined;
  const [key, value] = wrong;
  return `has ${JSON.stringify(value)} as ${key} in its .meta(...), which Airflow refuses. Leave it out, or see JSON Schema for what it may be.`;
}

function patternProblem(schema: JsonSchema): string | undefined {
  try {
    withPythonPatterns(schema);
    return undefined;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return (
      `has a regular expression that ${error.message}, which Python, with which Airflow checks it, does not have ` +
      "or reads otherwise. Write out the characters that are meant, such as [A-Za-z], and each case of a letter."
    );
  }
}

/** Formats are checked by the author's own schema, which knows best what it means by them. */
function withoutFormats(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), function (this: unknown, key, value) {
    return key === "format" && typeof value === "string" && !Array.isArray(this) ? undefined : value;
  });
}
