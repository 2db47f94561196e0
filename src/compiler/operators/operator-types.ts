// Writes classes of Python operators as a module of TypeScript: the types of their arguments, and the operators.
import { shortName } from "../../model/dag/task-model.ts";
import { UserError } from "../../model/errors.ts";
import { installRemedy } from "./check-operators.ts";
import {
  type Inspected,
  type InspectedClass,
  noClassText,
  type PlainValue,
  type PythonType,
} from "./inspect-operators.ts";

/**
 * The source of the module.
 *
 * @param command what it is written by, for whoever reads it
 * @throws {UserError} naming each class that is not there, or no operator
 */
export function operatorTypes({ airflow, classes }: Inspected, command: string): string {
  const problems = Object.entries(classes).flatMap(([name, found]) =>
    "error" in found ? [noClassText(name, found, installRemedy(name))] : [],
  );
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  const taken = new Set(["pythonOperator", "JsonValue", "PythonValue"]);
  const operators = Object.entries(classes).flatMap(([name, found]) =>
    "error" in found ? [] : [operatorText(name, found, taken)],
  );
  const body = operators.join("\n");
  const types = ["JsonValue", "PythonValue"].filter((type) => new RegExp(`\\b${type}\\b`).test(body));
  const imports = [...types.map((type) => `type ${type}`), "pythonOperator"].join(", ");
  return [
    `// Python operators as Airflow ${airflow} has them. After an update, write them again:`,
    `// ${command}`,
    `import { ${imports} } from "windsock";`,
    "",
    body,
  ].join("\n");
}

function operatorText(className: string, found: InspectedClass, taken: Set<string>): string {
  const short = freeName(shortName(className), taken);
  const constant = freeName(constantName(short), taken);
  const type = `${short}Arguments`;
  const fields = found.templateFields.filter((field) => found.arguments.some(({ name }) => name === field));
  return [
    `/** Arguments of \`${className}\`. */`,
    `export interface ${type} {`,
    ...found.arguments.flatMap((argument) => argumentLines(argument, found)),
    "}",
    "",
    ...comment("", summary(found.doc)),
    `export const ${constant} = pythonOperator<${type}, ${outputText(found.output)}>(`,
    `  ${JSON.stringify(className)},`,
    `  { templateFields: [${fields.map((field) => JSON.stringify(field)).join(", ")}] },`,
    ");",
    "",
  ].join("\n");
}

function argumentLines(
  { name, isRequired, default: initial, type }: InspectedClass["arguments"][number],
  { docs, templateFields }: InspectedClass,
): string[] {
  const about = [
    sentence(docs[name] ?? ""),
    templateFields.includes(name) ? "" : "Takes no run-time expressions.",
    isMadeByPython(type) ? `Made by Python: ${pythonNames(type)}.` : "",
  ].filter(Boolean);
  const byDefault = initial === null ? [] : [`@default ${valueText(initial)}`];
  return [
    ...comment("  ", [...(about.length > 0 ? [about.join(" ")] : []), ...byDefault]),
    `  ${name}${isRequired ? "" : "?"}: ${typeText(type)};`,
  ];
}

/** The type of what is given. Where Python is one of several, it need not be said: it can be given anywhere. */
function typeText(type: PythonType): string {
  switch (type.kind) {
    case "text":
      return "string";
    case "number":
    case "boolean":
    case "null":
      return type.kind;
    case "any":
      return "JsonValue";
    case "python":
      return "PythonValue";
    case "literal":
      return type.values
        .map((value) => ("json" in value ? JSON.stringify(value.json) : "PythonValue"))
        .join(" | ");
    case "list": {
      const item = typeText(type.of);
      return `readonly ${/[|]/.test(item) ? `(${item})` : item}[]`;
    }
    case "dict":
      return `Readonly<Record<string, ${typeText(type.of)}>>`;
    case "union":
      return unionText(type.of);
  }
}

function unionText(of: readonly PythonType[]): string {
  const texts = new Set(of.map(typeText).flatMap((text) => text.split(/ \| (?![^<(]*[>)])/)));
  if (texts.has("JsonValue")) return "JsonValue";
  const others = [...texts].filter((text) => text !== "PythonValue" && text !== "null");
  const values = texts.has("PythonValue") && others.length === 0 ? ["PythonValue"] : others;
  return [...values, ...(texts.has("null") ? ["null"] : [])].join(" | ");
}

/** What Python returns is known where its class says it, and JSON has it. */
function outputText(type: PythonType): string {
  const text = typeText(type);
  return /\b(?:JsonValue|PythonValue)\b/.test(text) ? "unknown" : text;
}

function isMadeByPython(type: PythonType): boolean {
  return typeText(type).includes("PythonValue");
}

function pythonNames(type: PythonType): string {
  switch (type.kind) {
    case "python":
      return type.name;
    case "list":
    case "dict":
      return pythonNames(type.of);
    case "union":
      return type.of.map(pythonNames).filter(Boolean).join(" or ");
    case "text":
    case "number":
    case "boolean":
    case "null":
    case "any":
    case "literal":
      return "";
  }
}

function sentence(text: string): string {
  return text === "" || /[.:!?]$/.test(text) ? text : `${text}.`;
}

function valueText(value: PlainValue): string {
  return "json" in value ? JSON.stringify(value.json) : value.python;
}

/** The first paragraph of a class's docs. */
function summary(doc: string): string[] {
  const [first = ""] = doc.split(/\n\s*\n/);
  return first === "" || first.startsWith("..") ? [] : [first.replaceAll(/\s+/g, " ")];
}

function comment(margin: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"));
  const [only] = safe;
  if (safe.length === 1 && `${margin}/** ${only} */`.length <= 110) return [`${margin}/** ${only} */`];
  return [
    `${margin}/**`,
    ...safe.flatMap((line) => wrap(line, 106 - margin.length)).map((line) => `${margin} * ${line}`),
    `${margin} */`,
  ];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `SQLExecuteQueryOperator` is `sqlExecuteQueryOperator`. */
function constantName(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  taken.add(free);
  return free;
}
