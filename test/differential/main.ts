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
  const { graphs: count, seed, first, airflow } = options;
  console.log(`Seed ${seed}. Repeat with --seed ${seed}.`);
  const pythons = await pythonsOf(airflow);
  const sample = fc.sample(graphs.filter(isGraph), { seed, numRuns: count });
  const start = performance.now();
  let byChance = 0;
  for (let done = first; done < count; done += together) {
    const batch = sample.slice(done, done + together);
    for (const [index, found] of (await tryGraphs(batch, pythons)).map(textsOf).entries()) {
      if (found.length === 0) continue;
      console.error(`Graph ${done + index} differs:\n${found.join("\n")}`);
      const smallest = await smallestDiffering(done + index, options, pythons);
      if (smallest !== undefined) {
        console.error(`${smallest.differences.join("\n")}\n\n${moduleOf("smallest", smallest.graph)}`);
        return 1;
      }
      byChance++;
      console.error(`Alone it does not differ. It is:\n\n${moduleOf("chance", batch[index] as GraphSpec)}`);
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    const tried = Math.min(done + together, count);
    console.log(`${tried} of ${count} graphs, ${byChance} differed by chance, ${seconds} s`);
  }
  console.log(contentsOf(sample.slice(first)));
  return byChance === 0 ? 0 : 1;
}

function textsOf(found: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(found).flatMap(([version, texts]) =>
    texts.map((text) => `Airflow ${version}, ${text}`),
  );
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

interface Differing {
  readonly graph: GraphSpec;
  readonly differences: readonly string[];
}

/** The smallest graph that still differs; undefined when the one at this place of the sample does not do so again. */
async function smallestDiffering(
  index: number,
  { seed }: DifferentialOptions,
  pythons: Readonly<Record<string, string>>,
): Promise<Differing | undefined> {
  console.log("Looking for the smallest one that does.");
  let smallest: Differing | undefined;
  const differs = async (graph: GraphSpec): Promise<boolean> => {
    const [found = {}] = await tryGraphs([graph], pythons);
    const differences = textsOf(found);
    if (differences.length === 0) return false;
    smallest = { graph, differences };
    return true;
  };
  // As fc.sample has made it.
  await fc.check(
    fc.asyncProperty(graphs.filter(isGraph), async (candidate) => !(await differs(candidate))),
    { seed, path: String(index), unbiased: true, interruptAfterTimeLimit: 10 * 60 * 1000 },
  );
  return smallest;
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
