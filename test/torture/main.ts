// `npm run torture`: the pipeline against SIGKILL, on this machine's store and warehouse and on real servers.
import { PythonRandom } from "../../dags-ts/local/sample-data/python-random.ts";
import { readCommandLine, type TortureOptions } from "./command-line.ts";
import { possibleFaults } from "./faults.ts";
import { inServers, onThisMachine, type Place } from "./places.ts";
import { type Tally, TortureError, torture } from "./torture.ts";
import { TorturedProject } from "./tortured-project.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  let options: TortureOptions | null;
  try {
    options = readCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message} See --help.`);
    return 2;
  }
  if (options === null) return 0;
  console.log(`Seed ${options.seed}. Repeat with --seed ${options.seed}.`);
  const project = await TorturedProject.create(options.days);
  try {
    await tortureAll(project, options);
  } catch (error) {
    if (!(error instanceof TortureError)) throw error;
    console.error(`${error.message}\nThe project is in ${project.folder}.`);
    return 1;
  }
  await project.remove();
  return 0;
}

async function tortureAll(project: TorturedProject, options: TortureOptions): Promise<void> {
  const kinds = options.store ? [options.store] : (["fs", "s3"] as const);
  const random = new PythonRandom(options.seed);
  for (const [index, kind] of kinds.entries()) {
    const place = await (kind === "fs" ? onThisMachine(project) : inServers(project));
    if (place === null) throw new Error("There is no Python for the S3-protocol server.");
    const kills = Math.floor((options.kills + index) / kinds.length);
    try {
      await tortureOne(
        project,
        place,
        kind,
        kills,
        options.window ?? null,
        () => random.getRandomBits(32) / 2 ** 32,
      );
    } finally {
      await place.stop();
    }
  }
}

async function tortureOne(
  project: TorturedProject,
  place: Place,
  kind: "fs" | "s3",
  kills: number,
  window: number | null,
  random: () => number,
): Promise<void> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const show = (tally: Tally) => {
    const line = `${place.name}: ${tally.kills} of ${kills} kills, ${tally.passes} times through, ${seconds()} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line} `);
    else if (tally.kills % 20 === 0) console.log(line);
  };
  const faults = await possibleFaults(project, kind);
  const tally = await torture({ ...place, project, kills, faults, random, window, onKill: show });
  if (process.stdout.isTTY) console.log();
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  console.log(
    `${place.name}: 0 differences, nothing left behind, after ${tally.kills} kills within ${Math.round(tally.window)} ms ` +
      `and ${tally.passes} times through all days; ${seconds()} s. Last started when killed: ${counts(tally.moments)}. What came with it: ${counts(tally.faults)}.`,
  );
}
