// Writes the arguments of a Python operator. Airflow renders text in the arguments that its class names, and makes text
// of all that Jinja renders; what may be something else is an object of the shared Python, which Airflow resolves.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { outputSchema, type PythonTask } from "../../model/dag/task-model.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { isConstant } from "../../model/expression/is-constant.ts";
import type { JsonValue } from "../../model/json.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import { atom, call, dict, type Layout, list } from "./python-layout.ts";
import { json, type Keyword, literal } from "./python-values.ts";
import { jinja } from "./render-jinja.ts";

/** What an argument can refer to. */
export interface Surroundings {
  readonly model: DagModel;
  /** The Python names of the tasks that are made before, by their ids. */
  readonly made: ReadonlyMap<string, string>;
}

export interface Arguments {
  readonly keywords: readonly Keyword[];
  /** The names of those that say what they should only if Airflow renders them. */
  readonly rendered: readonly string[];
}

export function emitArguments({ args, templateFields }: PythonTask, around: Surroundings): Arguments {
  const all = Object.entries(args).map(([name, value]) => {
    const isRendered = !isConstant(value) || (templateFields?.includes(name) ?? holdsTemplate(value));
    const written = new ArgumentWriter(around, isRendered).write(value);
    return { name, written, matters: !isConstant(value) || (isRendered && holdsTemplate(value)) };
  });
  return {
    keywords: all.map(({ name, written }) => [name, written] as const),
    rendered: all.flatMap(({ name, matters }) => (matters ? [name] : [])),
  };
}

class ArgumentWriter {
  readonly #around: Surroundings;
  readonly #isRendered: boolean;

  constructor(around: Surroundings, isRendered: boolean) {
    this.#around = around;
    this.#isRendered = isRendered;
  }

  write(value: Expression): Layout {
    switch (value.kind) {
      case "literal":
        return json(this.#isRendered ? withoutTemplates(value.value) : value.value);
      case "object":
        return dict(Object.entries(value.entries).map(([key, entry]) => [key, this.write(entry)]));
      case "list":
        return list(value.items.map((item) => this.write(item)));
      case "python":
        return atom(value.source);
      case "template":
        return literal(value.parts.map(templatePart).join(""));
      case "output":
        return this.#output(value);
      case "variable":
      case "connection":
      case "param":
      case "run":
      case "outputs":
      case "prior_output":
      case "item":
      case "combination":
      case "asset_events":
      case "inlet_events":
      case "jinja":
        return this.#isText(value) ? literal(templatePart(value)) : native(value);
    }
  }

  #output(value: Expression & { kind: "output" }): Layout {
    const name = this.#around.made.get(value.taskId);
    if (value.path.length === 0 && name !== undefined && !value.sameInstance && value.key === undefined)
      return atom(`${name}.output`);
    return this.#isText(value) ? literal(templatePart(value)) : native(value);
  }

  /** Whether the value is text, whatever the run. */
  #isText(value: Expression): boolean {
    const { params, tasks } = this.#around.model;
    switch (value.kind) {
      case "run":
      case "template":
        return true;
      case "variable":
        return !value.json;
      case "param":
        return isTextAt(params[value.name], value.path);
      case "output": {
        if (value.key !== undefined) return false;
        const producer = tasks.find(({ taskId }) => taskId === value.taskId);
        return isTextAt(producer && outputSchema(producer), value.path);
      }
      case "literal":
      case "object":
      case "list":
      case "connection":
      case "outputs":
      case "prior_output":
      case "item":
      case "combination":
      case "asset_events":
      case "inlet_events":
      case "jinja":
      case "python":
        return false;
    }
  }
}

/** An object that Airflow resolves to the value itself. */
function native(value: Expression): Layout {
  return call("expression", [], [literal(jinja(value))]);
}

function templatePart(part: Expression): string {
  if (part.kind === "literal" && typeof part.value === "string") {
    // At its end it may meet the braces of the next part.
    return part.value.replaceAll(/\{[{%#]|\{$/g, "{{ '$&' }}");
  }
  return `{{ ${jinja(part)} }}`;
}

/** Text that Jinja renders to itself. */
function withoutTemplates(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.replaceAll(/\{[{%#]/g, "{{ '$&' }}");
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(withoutTemplates);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutTemplates(entry)]));
}

/** Whether there is text in it that Jinja would take for its own. */
function holdsTemplate(value: Expression): boolean {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(withoutTemplates(value.value)) !== JSON.stringify(value.value);
    case "object":
      return Object.values(value.entries).some(holdsTemplate);
    case "list":
      return value.items.some(holdsTemplate);
    case "template":
    case "variable":
    case "connection":
    case "param":
    case "run":
    case "output":
    case "outputs":
    case "prior_output":
    case "item":
    case "combination":
    case "asset_events":
    case "inlet_events":
    case "jinja":
    case "python":
      return false;
  }
}

function isTextAt(schema: JsonSchema | undefined, [step, ...rest]: readonly (string | number)[]): boolean {
  if (schema === undefined) return false;
  if (step === undefined) return schema.type === "string";
  const inner = typeof step === "number" ? schema.items : Object(schema.properties)[step];
  const isOptional = typeof step === "string" && !(schema.required as readonly string[])?.includes(step);
  return !isOptional && typeof inner === "object" && isTextAt(inner as JsonSchema, rest);
}

function isList(value: JsonValue & object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
