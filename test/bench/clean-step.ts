// The clean step beside its peers: plain directory to plain directory, and from packed sources.
import path from "node:path";
import { Agreement } from "./agreement.ts";
import type { Bench, Bound, Part } from "./bench.ts";
import { bundlePeer } from "./bundle-peer.ts";
import { cleaner, cleanTask, connectionEnv, folderConnection, ours, outputFiles } from "./clean-task.ts";
import { type ContestResult, runContest, standingOf } from "./contest.ts";
import { type Input, makeInput, type Size, sizes } from "./inputs.ts";
import type { Command } from "./measure.ts";

const names = {
  pandas: "pandas, the original's way",
  csvParse: "csv-parse + csv-stringify",
  polars: "Polars",
  duckdb1: "DuckDB, 1 thread",
  duckdb2: "DuckDB, 2 threads",
  copy: "cat (a copy, no work)",
  gunzip: "gzip -dc > /dev/null",
} as const;

export const cleanStep: Part = {
  name: "clean-step",
  title: "The clean step",
  about:
    "A day's snapshot is cleaned: whole processes, from a plain directory to a plain directory. All programs but the " +
    "limits write the same two files, which is checked to the byte. The peers trust their input; ours validates every " +
    "row and removes exact duplicates, of which these inputs have none.",
  baseline: ours,
  async run(bench) {
    const plain: ContestResult[] = [];
    for (const size of cleanSizes(bench)) plain.push(await plainContest(bench, size));
    const packed = await packedContest(bench, bench.quick ? sizes.day : sizes.gigabyte);
    return { contests: [...plain, packed], bounds: bench.quick ? [] : bounds(plain, packed) };
  },
};

function cleanSizes({ quick }: Bench): readonly Size[] {
  return quick ? [sizes.tiny, sizes.day] : [sizes.day, sizes.hundredMegabytes, sizes.gigabyte];
}

async function plainContest(bench: Bench, size: Size): Promise<ContestResult> {
  const input = await makeInput(bench, size, "csv");
  const agreement = new Agreement();
  const contestants = [
    cleaner(ours, agreement, cleanTask(input.key, connectionEnv(folderConnection))),
    ...(await peers(bench, input, size)).map(({ name, command, ...rest }) => ({
      ...cleaner(name, agreement, command),
      ...rest,
    })),
    {
      name: names.copy,
      isLimit: true,
      work: { argv: ["cat", input.file], output: path.join(bench.scratch, "copy") } as const,
    },
  ];
  return runContest(bench, { title: `${size.name}, plain`, contestants });
}

async function peers(bench: Bench, { file }: Input, { users }: Size) {
  const peer = (name: string, ...more: readonly string[]) => {
    const { clean, unique } = outputFiles(name);
    return { name, argv: [file, clean, unique, ...more] };
  };
  const python = (script: string, { name, argv }: ReturnType<typeof peer>) => ({
    name,
    command: { argv: [bench.python, path.join(import.meta.dirname, "peers", script), ...argv] } as Command,
  });
  const { name, argv } = peer(names.csvParse);
  const csvParse = await bundlePeer("clean-csv-parse");
  return [
    python("clean_duckdb.py", peer(names.duckdb2, "2")),
    python("clean_duckdb.py", peer(names.duckdb1, "1")),
    python("clean_polars.py", peer(names.polars)),
    {
      name,
      command: { argv: [process.execPath, csvParse, ...argv] } as Command,
      mostRuns: users > sizes.hundredMegabytes.users ? 2 : 100,
    },
    // At a gigabyte it takes seven minutes and 12 GB.
    ...(users > sizes.hundredMegabytes.users
      ? []
      : [{ ...python("clean_pandas.py", peer(names.pandas)), mostRuns: users > sizes.day.users ? 2 : 100 }]),
  ];
}

async function packedContest(bench: Bench, size: Size): Promise<ContestResult> {
  const agreement = new Agreement();
  const env = connectionEnv(folderConnection);
  const [plain, zip, gz] = [
    await makeInput(bench, size, "csv"),
    await makeInput(bench, size, "zip"),
    await makeInput(bench, size, "gz"),
  ];
  return runContest(bench, {
    title: `${size.name}, packed`,
    contestants: [
      cleaner(ours, agreement, cleanTask(plain.key, env)),
      cleaner(`${ours}, gzip`, agreement, cleanTask(gz.key, env)),
      cleaner(`${ours}, zip`, agreement, cleanTask(zip.key, env)),
      { name: names.gunzip, isLimit: true, work: { argv: ["gzip", "-dc", gz.file], output: "/dev/null" } },
    ],
  });
}

function bounds(plain: readonly ContestResult[], packed: ContestResult): Bound[] {
  const [, hundred, gigabyte] = plain as readonly [ContestResult, ContestResult, ContestResult];
  const ratio = (contest: ContestResult, name: string, other: string) =>
    standingOf(contest, name).seconds / standingOf(contest, other).seconds;
  const peak = (contest: ContestResult) => standingOf(contest, ours).peakBytes / 1_000_000;
  return [
    {
      promise: "1 GB, plain: time, of DuckDB with 2 threads",
      value: ratio(gigabyte, ours, names.duckdb2),
      limit: 0.4,
      unit: "x",
    },
    {
      promise: "100 MB, plain: time, of the pandas original",
      value: ratio(hundred, ours, names.pandas),
      limit: 1 / 60,
      unit: "x",
    },
    { promise: "100 MB, plain: peak memory", value: peak(hundred), limit: 90, unit: "MB" },
    { promise: "1 GB, plain: peak memory", value: peak(gigabyte), limit: 160, unit: "MB" },
    {
      promise: "1 GB, gzip: time, of gzip -dc alone",
      value: ratio(packed, `${ours}, gzip`, names.gunzip),
      limit: 1,
      unit: "x",
    },
  ];
}
