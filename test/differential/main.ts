// `npm run differential`: graphs that nobody wrote, in real Airflows and in the local runner.
import fc from "fast-check";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { airflowEnvironment } from "../services/python.ts";
import { type DifferentialOptions, readCommandLine } from "./command-line.ts";
import { type GraphSpec, graphs } from "./graph.ts";
import { isGraph, moduleOf, tryGraphs } from "./try-graphs.ts";

/** Graphs that are built together. */
const together = 25;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: DifferentialOptions | null;
  try {
    options = readCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message} See --help.`);
    return 2;
  }
  if (options === null) return 0;
  const { graphs: count, seed, airflow } = options;
  console.log(`Seed ${seed}. Repeat with --seed ${seed}.`);
  const pythons = await pythonsOf(airflow);
  const sample = fc.sample(graphs.filter(isGraph), { seed, numRuns: count });
  const start = performance.now();
  for (let done = 0; done < count; done += together) {
    const batch = sample.slice(done, done + together);
    const found = (await tryGraphs(batch, pythons)).findIndex(
      (each) => Object.values(each).flat().length > 0,
    );
    if (found >= 0) {
      await report(batch[found] as GraphSpec, done + found, options, pythons);
      return 1;
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`${Math.min(done + together, count)} of ${count} graphs, 0 differences, ${seconds} s`);
  }
  console.log(contentsOf(sample));
  return 0;
}

async function pythonsOf(airflow: string | undefined): Promise<Record<string, string>> {
  const versions = airflowVersions.filter((version) => airflow === undefined || version === airflow);
  const entries: [string, string][] = [];
  for (const version of versions) {
    const environment = await airflowEnvironment(version);
    if (environment === null) throw new Error(`There is no Python for Airflow ${version}.`);
    entries.push([version, environment.python]);
  }
  return Object.fromEntries(entries);
}

/** The smallest graph that still differs. */
async function report(
  graph: GraphSpec,
  index: number,
  { seed }: DifferentialOptions,
  pythons: Readonly<Record<string, string>>,
): Promise<void> {
  console.log(`Graph ${index} differs. Looking for the smallest one that does.`);
  let smallest = graph;
  let differences: readonly string[] = [];
  const differs = async (candidate: GraphSpec): Promise<boolean> => {
    const [found = {}] = await tryGraphs([candidate], pythons);
    const texts = Object.entries(found).flatMap(([version, each]) =>
      each.map((text) => `Airflow ${version}, ${text}`),
    );
    if (texts.length === 0) return false;
    smallest = candidate;
    differences = texts;
    return true;
  };
  // As fc.sample has made it.
  await fc.check(
    fc.asyncProperty(graphs.filter(isGraph), async (candidate) => !(await differs(candidate))),
    { seed, path: String(index), unbiased: true, interruptAfterTimeLimit: 10 * 60 * 1000 },
  );
  if (differences.length === 0) await differs(graph);
  console.error(`${differences.join("\n")}\n\n${moduleOf("smallest", smallest)}`);
}

/** What the graphs have in them, so that "no differences" says something. */
function contentsOf(sample: readonly GraphSpec[]): string {
  const tasks = sample.flatMap((graph) => graph.tasks);
  const groups = sample.flatMap((graph) => graph.groups);
  const counts: Readonly<Record<string, number>> = {
    graphs: sample.length,
    runs: sample.reduce((sum, { days }) => sum + days, 0),
    tasks: tasks.length,
    ...countsOf(tasks.map(({ kind }) => kind)),
    groups: groups.length,
    "mapped groups": groups.filter(({ list }) => list !== null).length,
    "setups and teardowns": tasks.filter(({ role }) => role !== "none").length,
    retries: tasks.filter(({ retries }) => retries > 0).length,
    dependsOnPast: tasks.filter(({ dependsOnPast }) => dependsOnPast).length,
    ...countsOf(tasks.map(({ triggerRule }) => triggerRule)),
    ...countsOf(tasks.flatMap(({ outcomes }) => outcomes)),
  };
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
