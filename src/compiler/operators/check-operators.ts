// Holds the Python operators of DAGs against the classes that are installed for some Python.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { expressionsOf, type PythonTask } from "../../model/dag/task-model.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { isConstant } from "../../model/expression/is-constant.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import type { Problem } from "../../model/problem.ts";
import { placeParts } from "../check/place-parts.ts";
import { providerPackage } from "../emit/emit-operators.ts";
import { type Inspected, type InspectedClass, inspectOperators, noClassText } from "./inspect-operators.ts";

/**
 * What is wrong with the arguments of Python operators: classes that are not there, arguments that they do not take or
 * lack, expressions where they render nothing, Python that is none.
 *
 * @param python the interpreter to ask
 * @throws {UserError} when it cannot be asked
 */
export async function checkOperators(
  projectFolder: string,
  python: string,
  models: readonly DagModel[],
): Promise<Problem[]> {
  const tasks = models.flatMap((model) =>
    model.tasks.flatMap((task) => (task.kind === "python" ? [task] : [])),
  );
  if (tasks.length === 0) return [];
  const classes = [...new Set(tasks.map(({ className }) => className))];
  const sources = readsOf(tasks.flatMap(expressionsOf)).python.map(({ source }) => source);
  const inspected = await inspectOperators(python, classes, [...new Set(sources)]);
  const problems = tasks.flatMap((task) => problemsOf(task, inspected));
  return placeParts(projectFolder, problems);
}

function problemsOf(task: PythonTask, { classes, sources, airflow }: Inspected): Problem[] {
  const { taskId, className, position, args } = task;
  const problem = (what: string, path: readonly string[] = []): Problem => ({
    message: `Task "${taskId}": ${what}`,
    position,
    part: { of: "input", path },
  });
  const found = classes[className];
  if (!found) return [];
  if ("error" in found) return [problem(noClassText(className, found, installRemedy(className)))];
  const written = Object.entries(args).flatMap(([name, value]) =>
    readsOf([value]).python.flatMap(({ source }) => {
      const wrong = sources[source];
      return wrong
        ? [problem(`python(${JSON.stringify(source)}) is no expression of Python: ${wrong}.`, [name])]
        : [];
    }),
  );
  const names = found.arguments.map(({ name }) => name);
  const missing = found.arguments
    .filter(({ name, isRequired }) => isRequired && !Object.hasOwn(args, name))
    .map(({ name }) => problem(`${className} needs the argument "${name}".`));
  const unknown = Object.keys(args)
    .filter((name) => !names.includes(name))
    .map((name) =>
      problem(
        `${className} of Airflow ${airflow} takes no argument "${name}". ${didYouMean(name, names)}It takes: ${names.join(", ")}.`,
        [name],
      ),
    );
  const unrendered = Object.entries(args).flatMap(([name, value]) =>
    names.includes(name) && !isConstant(value) && !found.templateFields.includes(name)
      ? [problem(unrenderedText(className, name, found), [name])]
      : [],
  );
  return [...missing, ...unknown, ...unrendered, ...written];
}

function unrenderedText(className: string, name: string, { templateFields }: InspectedClass): string {
  return (
    `${className} does not have "${name}" rendered: it would get the expression itself. ` +
    `Give it a value, or python("..."). Rendered are: ${templateFields.join(", ") || "none"}.`
  );
}

/** What to do where a module is not there. */
export function installRemedy(className: string): string {
  const provider = providerPackage(className.slice(0, className.lastIndexOf(".")));
  return provider === undefined
    ? "Install its package for that Python, or add its folder to PYTHONPATH."
    : `Install ${provider} for that Python, or correct the name.`;
}
