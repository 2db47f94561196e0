// The --help of a bundle, printed from what the compiler knows of the task.
import { connectionVariable, variableVariable } from "../model/connection/variable-names.ts";
import { entriesOf } from "../model/expression/entries-of.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import { isMapped } from "./command-line.ts";
import type { TaskProgram } from "./task-program.ts";

type JsonSchema = Readonly<Record<string, JsonValue>>;
type Row = readonly [name: string, description: string];

/** @param command how the bundle was called, such as `node load.mjs` */
export function usage(program: TaskProgram, command: string): string {
  const { dagId, taskId, operatorName, isSensor, doc, inputSchema, params, connections } = program;
  const properties = (inputSchema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const entries = entriesOf(program.input) ?? {};
  return `${[
    `Task ${taskId} of DAG ${dagId} (${operatorName})`,
    ...(doc ? [doc] : []),
    `Usage: ${command} [--date 2021-07-02] [--input name=value ...] [--param name=value ...] [--from-last-run]`,
    section(
      "Inputs (--input name=value)",
      Object.entries(properties).map(([name, schema]) => inputRow(name, schema, entries[name])),
    ),
    section(
      "Params of the DAG (--param name=value)",
      Object.entries(params).map(([name, schema]) => [name, about(schema)]),
    ),
    section(
      "Connections (environment or .env)",
      Object.entries(connections).map(([name, connId]) => [
        connectionVariable(connId),
        `the task's "${name}", as a URI or JSON`,
      ]),
    ),
    section("Options", [
      [
        "--date",
        "logical date of the run, such as 2021-07-02; in UTC unless it has an offset (ds, ts and the like derive from it)",
      ],
      [
        "--from-last-run",
        "goes on from the last local run, or that of --date: with its date, its params and what its tasks returned",
      ],
      ...(isMapped(program)
        ? [["--map-index", "which element of the list it is mapped over, counted from 0; default 0"] as const]
        : []),
      ["--help", "this text"],
    ]),
    section("Exit codes", [
      [
        "0",
        `${isSensor ? "what it waits for is there" : "success"}; the result is on stdout as JSON, the log on stderr`,
      ],
      ["1", "failure"],
      ["2", "the command line is wrong"],
      ...(isSensor ? [["3", "what it waits for is not there yet"] as const] : []),
      ["99", "skipped"],
    ]),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function section(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([name]) => name.length));
  return [`${title}:`, ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd())].join(
    "\n",
  );
}

function inputRow(name: string, schema: JsonSchema, expression: Expression | undefined): Row {
  const origin = expression && originOf(expression);
  return [name, [about(schema), origin && `from ${origin}`].filter(Boolean).join("; ")];
}

/** Where the DAG takes a value from, in words. */
function originOf(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "variable":
      return variableVariable(expression.key);
    case "param":
      return `param ${expression.name}`;
    case "connection":
      return `connection ${expression.connId}, ${expression.field}`;
    case "run":
      return expression.field;
    case "output":
      return `the output of task ${[expression.taskId, ...expression.path].join(".")}`;
    case "prior_output":
      return "the output of this task in the run before";
    case "outputs":
      return `the outputs of mapped task ${[expression.taskId, ...expression.path].join(".")}`;
    case "item":
      return ["the element", ...expression.path].join(".");
    case "combination":
      return expression.lists.map(originOf).join(", ");
    case "asset_events":
      return `the events of asset ${expression.uri} that triggered the run`;
    case "inlet_events":
      return `the events of asset ${expression.uri}`;
    case "jinja":
      return `{{ ${expression.source} }}`;
    case "python":
      return `Python, ${expression.source}`;
    case "template":
      return expression.parts.map(originOf).join(" + ");
    case "list":
      return expression.items.map(originOf).join(", ");
    case "object":
      return Object.values(expression.entries).map(originOf).join(", ");
  }
}

function about(schema: JsonSchema): string {
  const { type, description, default: initial, enum: values, minimum, maximum } = schema;
  const allowed = Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(" | ") : type;
  const bounds = [bound(">=", minimum), bound("<=", maximum)].filter(Boolean).join(" ");
  return [
    [allowed, bounds].filter(Boolean).join(" "),
    initial === undefined ? "" : `default ${JSON.stringify(initial)}`,
    description,
  ]
    .filter(Boolean)
    .join("; ");
}

function bound(sign: string, value: JsonValue | undefined): string {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? `${sign} ${value}` : "";
}
