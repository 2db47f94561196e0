// A Python operator that a real Airflow runs, in a process for this task alone: `run_operator.py` has the other half.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { connectionToJson } from "../../model/connection/connection.ts";
import { connectionVariable } from "../../model/connection/variable-names.ts";
import type { PythonTask } from "../../model/dag/task-model.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { generatedFolder } from "../../model/project.ts";
import { environmentMasker } from "../../model/secrets/task-masker.ts";
import type { ExecutorOptions } from "./executor-options.ts";
import type { TaskCode } from "./task-code.ts";
import type { HeldConnections } from "./task-connections.ts";

/** Python that stands somewhere in the arguments. */
interface PythonLiteral {
  readonly path: readonly (string | number)[];
  readonly source: string;
  readonly imports: readonly string[];
}

/** @param interpreter a Python with Airflow */
export function operatorCode(options: ExecutorOptions, task: PythonTask, interpreter: string): TaskCode {
  const literals: PythonLiteral[] = [];
  return {
    input: withoutPython({ kind: "object", entries: task.args }, [], literals),
    command: [interpreter, fileURLToPath(new URL("../../python/run_operator.py", import.meta.url))],
    // It gets all connections and Variables of the project: its class alone knows which of them it reads.
    masker: (read) => environmentMasker(options.environment, read),
    request: ({ context, input, held, folder, outcomeFile }) => {
      const home = path.join(folder, "airflow");
      mkdirSync(home);
      return {
        ...context,
        className: task.className,
        arguments: input,
        literals,
        environment: environmentOf(options, held),
        home,
        databases: options.out.airflowDatabases,
        // Where Airflow would look for modules and files.
        dagsFolder: generatedFolder(options.project),
        outcomeFile,
      };
    },
  };
}

/** The expression with nothing in the places of what Python makes, which goes into `literals`. */
function withoutPython(
  expression: Expression,
  place: PythonLiteral["path"],
  literals: PythonLiteral[],
): Expression {
  switch (expression.kind) {
    case "python":
      literals.push({ path: place, source: expression.source, imports: expression.imports });
      return { kind: "literal", value: null };
    case "object": {
      const entries = Object.entries(expression.entries).map(([name, value]) => [
        name,
        withoutPython(value, [...place, name], literals),
      ]);
      return { kind: "object", entries: Object.fromEntries(entries) };
    }
    case "list": {
      const items = expression.items.map((item, index) => withoutPython(item, [...place, index], literals));
      return { kind: "list", items };
    }
    default:
      return expression;
  }
}

/** The project's variables and connections in Airflow's own form. */
function environmentOf({ environment }: ExecutorOptions, held: HeldConnections): Record<string, string> {
  const connections = environment.connectionIds().flatMap((connId) => {
    try {
      return [[connectionVariable(connId), connectionToJson(held.get(connId))]];
    } catch {
      // What cannot be read is missed when somebody asks for it.
      return [];
    }
  });
  return { ...environment.variables(), ...Object.fromEntries(connections) };
}
