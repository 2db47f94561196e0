// Imports of the Python operators of a DAG, and of what its arguments in Python need.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { expressionsOf, shortName } from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { lineWidth } from "./python-layout.ts";
import { pythonIdentifier, pythonString } from "./python-literal.ts";

/** The Python names of the operators' classes, by module and name; told apart from those that are taken. */
export function operatorNames({ tasks }: DagModel, taken: ReadonlySet<string>): Map<string, string> {
  const classes = tasks.flatMap((task) => (task.kind === "python" ? [task.className] : []));
  const names = new Map<string, string>();
  for (const className of [...new Set(classes)].sort()) {
    names.set(className, pythonIdentifier(shortName(className), new Set([...taken, ...names.values()])));
  }
  return names;
}

/** The import statements that arguments in Python need, each once. */
export function argumentImports({ tasks }: DagModel): string[] {
  const { python } = readsOf(tasks.flatMap(expressionsOf));
  return [...new Set(python.flatMap(({ imports }) => imports))].sort();
}

/** The name that an import statement makes. */
export function importedName(statement: string): string {
  return statement.slice(statement.lastIndexOf(" ") + 1);
}

/** Statements that import the classes which belong to no provider. */
export function moduleImports(names: ReadonlyMap<string, string>): string[] {
  const modules = modulesOf(names).filter((module) => providerPackage(module) === undefined);
  return modules.map((module) => importClasses(module, names, ""));
}

/** Lines that import the classes of providers, and say how to install those. */
export function providerImports(names: ReadonlyMap<string, string>): string[] {
  const modules = modulesOf(names);
  const providers = new Set(modules.flatMap((module) => providerPackage(module) ?? []));
  return [...providers].flatMap((provider) => {
    const own = modules.filter((module) => providerPackage(module) === provider);
    const statements = own.map((module) => importClasses(module, names, "    "));
    return ["", `with provider(${pythonString(provider)}):`, ...statements];
  });
}

function modulesOf(names: ReadonlyMap<string, string>): string[] {
  return [...new Set([...names.keys()].map(moduleOf))];
}

function importClasses(module: string, all: ReadonlyMap<string, string>, margin: string): string {
  const names = [...all].flatMap(([className, name]) => {
    if (moduleOf(className) !== module) return [];
    const own = shortName(className);
    return own === name ? own : `${own} as ${name}`;
  });
  return importStatement(module, names, margin);
}

/** On one line, or where that is too long, with a line for each name. */
export function importStatement(module: string, names: readonly string[], margin = ""): string {
  const oneLine = `${margin}from ${module} import ${names.join(", ")}`;
  if (oneLine.length <= lineWidth) return oneLine;
  const lines = names.map((name) => `${margin}    ${name},\n`).join("");
  return `${margin}from ${module} import (\n${lines}${margin})`;
}

function moduleOf(className: string): string {
  return className.slice(0, className.lastIndexOf("."));
}

/** Namespaces of providers whose packages are named after what is in them, too: `apache-spark`. */
const families = ["apache", "atlassian", "cncf", "common", "dbt", "ibm", "microsoft"];

/** The package on PyPI that has a module of a provider; undefined where the module is none. */
export function providerPackage(module: string): string | undefined {
  const [, family, name] = /^airflow\.providers\.(\w+)(?:\.(\w+))?/.exec(module) ?? [];
  if (family === undefined) return undefined;
  const parts = name !== undefined && families.includes(family) ? [family, name] : [family];
  return `apache-airflow-providers-${parts.join("-").replaceAll("_", "-")}`;
}
