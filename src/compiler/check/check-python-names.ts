// Finds names that Python operators bring into a DAG's file and that cannot be there.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { expressionsOf } from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import type { Problem } from "../../model/problem.ts";
import { importedName } from "../emit/emit-operators.ts";
import { ownImports, ownNames } from "../emit/emit-python.ts";
import { isPythonKeyword } from "../emit/python-literal.ts";

export function checkPythonNames({ tasks }: DagModel): Problem[] {
  const known = new Map<string, string>();
  return tasks.flatMap((task) => {
    if (task.kind !== "python") return [];
    const imports = readsOf(expressionsOf(task)).python.flatMap((each) => each.imports);
    const keywords = Object.keys(task.args).filter(isPythonKeyword);
    return [
      ...keywords.map(
        (name) => `gives ${task.className} the argument "${name}", which is a keyword of Python.`,
      ),
      ...imports.flatMap((statement) => clash(statement, known)),
    ].map((what) => ({ message: `Task "${task.taskId}" ${what}`, position: task.position }));
  });
}

/** @param known the statements so far, by the names that they make */
function clash(statement: string, known: Map<string, string>): string[] {
  const name = importedName(statement);
  const earlier = known.get(name) ?? statement;
  known.set(name, earlier);
  const remedy = `Import it under another name: ${statement.replace(/ as .*$/, "")} as other_name.`;
  if (earlier !== statement) return [`imports ${name} twice: "${earlier}" and "${statement}". ${remedy}`];
  if (!ownNames.has(name) || ownImports.includes(statement)) return [];
  return [`imports ${name} ("${statement}"), a name that the DAG's file uses itself. ${remedy}`];
}
