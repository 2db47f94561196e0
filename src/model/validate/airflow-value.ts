// What Airflow's validator (Python's jsonschema) refuses although JSON Schema, as JavaScript reads it, does not.
import * as z from "zod";
import { pythonPattern } from "../dag/python-pattern.ts";
import type { JsonValue } from "../json.ts";
import { problemOf } from "../run/json-schema-check.ts";

type Schema = Readonly<Record<string, JsonValue>>;

/** Why Airflow would refuse the value, or undefined. */
export function airflowProblem(schema: Schema, value: JsonValue): string | undefined {
  const { multipleOf, format, anyOf, oneOf, allOf, properties, items } = schema;
  const found = [
    typeof multipleOf === "number" && typeof value === "number" ? stepProblem(value, multipleOf) : undefined,
    typeof format === "string" && typeof value === "string" ? formatProblem(format, value) : undefined,
    ...[anyOf, oneOf].map((options) => isSchemas(options) && noneTakes(options, value)),
    ...(isSchemas(allOf) ? allOf.map((part) => airflowProblem(part, value)) : []),
    ...(isSchema(properties) && isSchema(value)
      ? Object.entries(properties).map(([name, part]) =>
          isSchema(part) && Object.hasOwn(value, name)
            ? airflowProblem(part, value[name] ?? null)
            : undefined,
        )
      : []),
    ...(isSchema(items) && Array.isArray(value) ? value.map((item) => airflowProblem(items, item)) : []),
  ];
  return found.find((problem) => typeof problem === "string") || undefined;
}

/** Of the options that take the value in JavaScript, one must do so in Python. */
function noneTakes(options: readonly Schema[], value: JsonValue): string | undefined {
  const problems = options
    .filter((part) => problemOf(part, value) === undefined)
    .map((part) => airflowProblem(part, value));
  return problems.length > 0 && problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
}

/** Python divides, and wants a whole number. */
function stepProblem(value: number, step: number): string | undefined {
  if (Number.isInteger(step) ? value % step === 0 : Number.isInteger(value / step)) return undefined;
  return (
    `it is no multiple of ${step} for Python, to which ${value} / ${step} is ${value / step}. ` +
    "Take a step that computers divide by exactly, such as 0.25 or 1, or leave the step out"
  );
}

/** The formats that Python's jsonschema checks where Airflow is; `.meta({ format })` names them without a check. */
const formats: Readonly<Record<string, z.ZodType>> = {
  date: z.iso.date(),
  time: z.iso.time({ precision: 0 }),
  duration: z.iso.duration(),
  email: z.string().includes("@"),
  "idn-email": z.string().includes("@"),
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  uuid: z.guid(),
  regex: z.string().refine(isPattern),
};

function formatProblem(format: string, value: string): string | undefined {
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!known || known.safeParse(value).success) return undefined;
  const hint = format === "time" ? ", written as 06:00:00" : "";
  return `it wants the format "${format}"${hint}`;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    pythonPattern(text);
    return true;
  } catch {
    return false;
  }
}

function isSchema(value: JsonValue | undefined): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSchemas(value: JsonValue | undefined): value is readonly Schema[] {
  return Array.isArray(value) && value.every(isSchema);
}
