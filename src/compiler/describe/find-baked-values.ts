// Finds what a DAG has from the machine and the moment that it is built on: it is described again in other
// surroundings, and must come out the same.
import type { Problem } from "../../model/problem.ts";
import type { OtherSurroundings, Reading } from "./watched-surroundings.ts";

/** The modules' descriptions as JSON, by file; those that could not be described are absent. */
export type Descriptions = ReadonlyMap<string, string>;

/** More variables than anybody reads one by one; who takes all of the environment has the build wait no longer. */
const mostVariables = 20;

/** Beyond a year and a day, and at another time of the day, in milliseconds. */
const ahead = 400 * 86_400_000 + 12_345_678;

/**
 * @param readings what user code asked for while it was described
 * @param before what came of it
 * @param again describes the same modules in other surroundings
 */
export async function findBakedValues(
  readings: readonly Reading[],
  before: Descriptions,
  again: (other: OtherSurroundings) => Promise<Descriptions>,
): Promise<Problem[]> {
  const moments = readings.filter(({ kind }) => kind !== "environment");
  const variables = readings.filter(({ kind }) => kind === "environment");
  const changing = moments.length > 0 ? differing(before, await again({ env: {}, ahead })) : [];
  // Of those that change by themselves, nothing else can be told.
  const steady = new Map([...before].filter(([file]) => !changing.includes(file)));
  return [
    ...blamed(moments, changing).map(ofTheMoment),
    ...(await findBakedVariables(variables, steady, (env) => again({ env, ahead: 0 }))),
  ];
}

async function findBakedVariables(
  variables: readonly Reading[],
  before: Descriptions,
  again: (env: OtherSurroundings["env"]) => Promise<Descriptions>,
): Promise<Problem[]> {
  if (variables.length === 0) return [];
  const others = new Map(variables.map(({ name }) => [name, otherValues(process.env[name])]));
  const all = Object.fromEntries([...others].map(([name, [first = null]]) => [name, first]));
  const after = await again(all);
  // A module that takes no other value says nothing yet.
  const unclear = [...before.keys()].some((file) => !after.has(file));
  if (!unclear && differing(before, after).length === 0) return [];
  const problems: Problem[] = [];
  for (const [name, values] of [...others].slice(0, mostVariables)) {
    const readings = variables.filter((variable) => variable.name === name);
    for (const value of values) {
      const files = differing(before, await again({ [name]: value }));
      problems.push(...blamed(readings, files).map(ofTheMachine));
      if (files.length > 0) break;
    }
  }
  return problems;
}

/** The modules that were described both times and say something else. */
function differing(before: Descriptions, after: Descriptions): string[] {
  return [...before].flatMap(([file, text]) => (after.has(file) && after.get(file) !== text ? [file] : []));
}

/** The readings that made modules say something else: those of the modules, or of a module that they share. */
function blamed(readings: readonly Reading[], files: readonly string[]): Reading[] {
  const own = readings.filter(({ module }) => files.includes(module));
  return own.length > 0 || files.length === 0 ? own : [...readings];
}

/** Values that a variable could have as well, the likeliest to be taken first. */
function otherValues(value: string | undefined): (string | null)[] {
  if (value === undefined || value === "") return ["windsock", "1"];
  if (value === "true" || value === "false") return [value === "true" ? "false" : "true", null];
  if (Number.isFinite(Number(value))) return [String(Number(value) + 1), null];
  return [`${value}-windsock`, null];
}

function ofTheMachine({ name, position }: Reading): Problem {
  const message =
    `The DAG is built with the value that the environment variable ${name} has here, and keeps it wherever it runs. ` +
    `Let the run say it: pass variable("${name.toLowerCase()}"), a connection or a param to the task; or read it in the task's code.`;
  return { message, position };
}

function ofTheMoment({ name, position }: Reading): Problem {
  const message =
    `The DAG is another one each time that it is described, because of ${name}: Airflow would see a new one with each build. ` +
    "Pass what the run says to the task, such as ds, or ask in the task's code.";
  return { message, position };
}
