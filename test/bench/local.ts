// What the local runner adds to the processes of its tasks, and whether that grows with their number.
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundlePath } from "../../src/model/project.ts";
import { defaultSettings } from "../../src/model/settings.ts";
import { type Bench, type Bound, type Part, projectFolder } from "./bench.ts";
import { type ContestResult, runContest, standingOf } from "./contest.ts";
import { makeDagProject } from "./dag-project.ts";
import { type Command, measure } from "./measure.ts";

const names = {
  run: "windsock run",
  bare: "xargs -P2 node, the same bundle",
} as const;

const first = Date.UTC(2000, 0, 1);
const [hour, day] = [60 * 60 * 1000, 24 * 60 * 60 * 1000];
const windsock = path.join(projectFolder, "dist/cli/main.js");

export const local: Part = {
  name: "local",
  title: "Local runs",
  about:
    "`windsock run` over a range of dates: runs of one small task, two at a time, beside xargs, which starts the same bundle for " +
    "each date, two at a time, and remembers nothing; and runs of a task that needs no process, for what the runner itself takes. " +
    "CPU time includes that of the tasks' processes.",
  baseline: names.run,
  async run(bench) {
    const folder = await buildProject(bench);
    const few = await besideXargs(bench, folder, bench.quick ? 4 : 100);
    const many = await besideXargs(bench, folder, bench.quick ? 8 : 1_000);
    const fewEmpty = await withoutProcesses(bench, folder, bench.quick ? 10 : 10_000);
    const manyEmpty = await withoutProcesses(bench, folder, bench.quick ? 100 : 100_000);
    const contests = [few.result, many.result, fewEmpty.result, manyEmpty.result];
    return { contests, bounds: bench.quick ? [] : bounds(few, many, fewEmpty, manyEmpty) };
  },
};

interface Sized {
  readonly runs: number;
  readonly result: ContestResult;
}

function bounds(few: Sized, many: Sized, fewEmpty: Sized, manyEmpty: Sized): Bound[] {
  const cpuOf = ({ result }: Sized, name: string) => standingOf(result, name).cpuSeconds;
  const perTask = (sized: Sized, name: string) => cpuOf(sized, name) / sized.runs;
  const { peakBytes } = standingOf(manyEmpty.result, names.run);
  return [
    ...[few, many].map((sized) => ({
      promise: `${sized.result.title}: CPU time, of xargs with the same bundle`,
      value: cpuOf(sized, names.run) / cpuOf(sized, names.bare),
      limit: 1.25,
      unit: "x",
    })),
    {
      promise: `${many.result.title}: CPU time of a task, of that in ${few.result.title}`,
      value: perTask(many, names.run) / perTask(few, names.run),
      limit: 1.1,
      unit: "x",
    },
    {
      promise: `${manyEmpty.result.title}: CPU time of a task, of that in ${fewEmpty.result.title}`,
      value: perTask(manyEmpty, names.run) / perTask(fewEmpty, names.run),
      limit: 1.1,
      unit: "x",
    },
    { promise: `${manyEmpty.result.title}: peak memory`, value: peakBytes / 1e6, limit: 400, unit: "MB" },
  ];
}

async function besideXargs(bench: Bench, folder: string, runs: number): Promise<Sized> {
  const dates = path.join(bench.scratch, "dates");
  const days = Array.from({ length: runs }, (_, index) =>
    new Date(first + index * day).toISOString().slice(0, 10),
  );
  await writeFile(dates, days.map((date) => `${date}\n`).join(""));
  const bundle = path.join(folder, defaultSettings.generated, bundlePath("small", "small"));
  const inputs = ["--input", "day={}", "--input", "rows=1"];
  const result = await runContest(bench, {
    title: `${runs.toLocaleString("en")} runs`,
    contestants: [
      {
        name: names.run,
        work: runOf(folder, "small", days[0] as string, days.at(-1) as string),
        mostRuns: runs >= 1_000 ? 1 : 100,
        prepare: () => rm(path.join(folder, "out"), { recursive: true, force: true }),
      },
      {
        name: names.bare,
        isLimit: true,
        mostRuns: runs >= 1_000 ? 1 : 100,
        work: {
          argv: ["xargs", "-P2", "-a", dates, "-I{}", process.execPath, bundle, "--date", "{}", ...inputs],
          cwd: folder,
        },
      },
    ],
  });
  return { runs, result };
}

async function withoutProcesses(bench: Bench, folder: string, runs: number): Promise<Sized> {
  const last = new Date(first + (runs - 1) * hour).toISOString().slice(0, 16);
  const result = await runContest(bench, {
    title: `${runs.toLocaleString("en")} runs without processes`,
    contestants: [
      {
        name: names.run,
        work: runOf(folder, "nothing", "2000-01-01T00:00", last),
        mostRuns: runs >= 100_000 ? 1 : 100,
        prepare: () => rm(path.join(folder, "out"), { recursive: true, force: true }),
      },
    ],
  });
  return { runs, result };
}

function runOf(folder: string, dagId: string, from: string, to: string): Command {
  const range = ["--from", from, "--to", to];
  return {
    argv: [process.execPath, windsock, "run", dagId, ...range, "--jobs", "2", "--no-build"],
    cwd: folder,
  };
}

async function buildProject(bench: Bench): Promise<string> {
  bench.progress.note("Making a project of small tasks");
  const { folder } = await makeDagProject("local", 1);
  const dags = path.join(folder, defaultSettings.dags);
  await writeFile(path.join(dags, "small.ts"), small);
  await writeFile(path.join(dags, "nothing.ts"), nothing);
  await measure(bench.python, bench.scratch, { argv: [process.execPath, windsock, "build"], cwd: folder });
  return folder;
}

const small = `import { Dag, ds } from "windsock";
import { operator } from "./operators/dag-0001/extract.ts";

/** One small task a day. */
const dag = new Dag("small", { schedule: "@daily", startDate: "2000-01-01" });
dag.task("small", operator)({ day: ds, rows: 1 });

export default dag;
`;

const nothing = `import { Dag } from "windsock";

/** Nothing, every hour. */
const dag = new Dag("nothing", { schedule: "@hourly", startDate: "2000-01-01" });
dag.empty("nothing");

export default dag;
`;
