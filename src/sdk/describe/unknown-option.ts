// Says of an option that there is not, which one was meant.
import { closestName } from "../../model/closest-name.ts";
import { dagOptions } from "../../model/dag/dag-options.ts";
import { leftOutOfDags, leftOutOfTasks } from "../../model/dag/left-out-options.ts";
import type { Options } from "../../model/dag/option.ts";
import { ownTaskOptions, taskOptions } from "../../model/dag/task-options.ts";

/** Whose options there are, and what to do with one of them in another place. */
const homes: readonly (readonly [table: Options, remedy: string])[] = [
  [taskOptions, "is one of tasks. Give it to the task, or to all tasks: defaults: { ... }."],
  [ownTaskOptions, "is one of a single task. Give it to the task."],
  [dagOptions, "is one of the DAG. Give it to new Dag(...)."],
];

/**
 * In words that follow "The DAG " or "Task ... ".
 *
 * @param table the options that there are
 */
export function unknownOption(name: string, table: Options, path: readonly string[]): string {
  const where = path.length === 0 ? "" : ` in ${path.join(".")}`;
  const what = `has an option ${JSON.stringify(name)}${where}`;
  const home = homes.find(([options]) => Object.hasOwn(options, name));
  if (home) return `${what}, which ${home[1]}`;
  const reason = leftOut(name, table);
  if (reason !== undefined) return `${what}, which Airflow has and Windsock has not: ${reason}.`;
  const names = Object.keys(table);
  // Who knows Airflow writes its names.
  const meant = names.find((each) => table[each]?.python === name) ?? closestName(name, names);
  const hint = meant === undefined ? `The options are: ${names.join(", ")}.` : `Did you mean "${meant}"?`;
  return `${what}, which there is not. ${hint}`;
}

/** Why an option of Airflow's is left out, by its name there or as it would be called here. */
function leftOut(name: string, table: Options): string | undefined {
  const reasons = table === dagOptions ? leftOutOfDags : leftOutOfTasks;
  const python = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.hasOwn(reasons, python) ? reasons[python] : undefined;
}
