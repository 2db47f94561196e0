// The command line of a bundle that is run by hand.
import { parseArgs } from "node:util";
import type { JsonValue } from "../model/json.ts";
import { readInstant } from "../model/run/date-text.ts";
import type { TaskProgram } from "./task-program.ts";

/** A command line that cannot be understood. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See --help.`);
    this.name = "UsageError";
  }
}

export interface CommandLine {
  readonly help: boolean;
  readonly date: Date | undefined;
  /** Entries of the input that replace those of the DAG. */
  readonly input: Readonly<Record<string, JsonValue>>;
  /** All params, the defaults included. */
  readonly params: Readonly<Record<string, JsonValue>>;
}

type JsonSchema = Readonly<Record<string, JsonValue>>;

/** @throws {UsageError} */
export function readCommandLine(program: TaskProgram, argv: readonly string[]): CommandLine {
  const { help, date, input, param } = parse(argv);
  const properties = program.inputSchema.properties as Readonly<Record<string, JsonSchema>> | undefined;
  const defaults = Object.entries(program.params).map(
    ([name, schema]) => [name, schema.default ?? null] as const,
  );
  return {
    help,
    date: date === undefined ? undefined : instant(date),
    input: assignments("--input", input, properties ?? {}),
    params: { ...Object.fromEntries(defaults), ...assignments("--param", param, program.params) },
  };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: "boolean", short: "h", default: false },
        date: { type: "string" },
        input: { type: "string", multiple: true, default: [] },
        param: { type: "string", multiple: true, default: [] },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

function instant(date: string): Date {
  const instant = readInstant(date);
  if (instant) return instant;
  throw new UsageError(
    `--date ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00Z.`,
  );
}

/** `name=value` pairs. A value is text where the schema says so, else JSON. */
function assignments(
  option: string,
  pairs: readonly string[],
  schemas: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonValue> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`${option} ${JSON.stringify(pair)} is not of the form name=value.`);
      const name = pair.slice(0, at);
      const known = Object.keys(schemas);
      if (known.length > 0 && !Object.hasOwn(schemas, name)) {
        throw new UsageError(`${option} ${name} is unknown. There are: ${known.join(", ")}.`);
      }
      return [name, parseValue(pair.slice(at + 1), schemas[name])];
    }),
  );
}

function parseValue(text: string, schema: JsonSchema | undefined): JsonValue {
  if (schema?.type === "string") return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
