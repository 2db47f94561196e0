// Checks what Python operators are given: names that Python and Airflow take, and expressions where Airflow renders.
import type { PythonTask } from "../dag/task-model.ts";
import { ownTaskOptions, taskOptions } from "../dag/task-options.ts";
import { didYouMean } from "../did-you-mean.ts";
import { isConstant } from "../expression/is-constant.ts";

/** What is wrong, in words that follow the task. */
export function checkPythonTask({ args, className, templateFields }: PythonTask): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const argument = `gives ${className} the argument "${name}"`;
    if (!/^[A-Za-z_]\w*$/.test(name)) return [`${argument}, which is no name of an argument in Python.`];
    const option = optionNamed(name);
    if (option !== undefined) return [`${argument}, ${option}`];
    if (templateFields && !templateFields.includes(name) && !isConstant(value)) {
      return [
        `${argument}, which Airflow does not render: the class would get the expression itself. ` +
          `Give it a value, or python("..."). ${didYouMean(name, templateFields)}` +
          `It renders: ${templateFields.join(", ") || "nothing"}.`,
      ];
    }
    return [];
  });
}

/** What Windsock writes itself. */
const ownArguments = ["task_id", "dag", "task_group", "default_args"];

function optionNamed(name: string): string | undefined {
  if (ownArguments.includes(name)) return "which Windsock gives it itself. Leave it out.";
  const options = Object.entries({ ...taskOptions, ...ownTaskOptions });
  const option = options.find(([, { python }]) => python === name);
  return (
    option && `which is an option of every task. Give it as one: dag.task(id, operator, { ${option[0]} }).`
  );
}
