// The clean step on rows of all kinds, beside the usual ones and beside peers that read all kinds of the current export.
import { existsSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { PythonRandom } from "../../dags-ts/local/sample-data/python-random.ts";
import { Agreement } from "./agreement.ts";
import type { Bench, Bound, Part } from "./bench.ts";
import { cleaner, cleanTask, connectionEnv, folderConnection, ours, outputFiles } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest, standingOf } from "./contest.ts";
import { bucket, type Input, makeInput, type Size, sizes, store } from "./inputs.ts";
import { type RowKind, rowKinds } from "./row-kinds.ts";

const names = {
  usual: `${ours}, the usual rows`,
  duckdb: "DuckDB, 2 threads",
  csv: "Python's csv module",
} as const;
const flushedLength = 4_000_000;

export const rows: Part = {
  name: "rows",
  title: "Rows of all kinds",
  about:
    "The clean step on rows of other kinds, which are made from the usual rows, as many as the same number of bytes holds. " +
    "The peers read rows of any kind but the YAML of the older export, trust their values, and write the same two files, " +
    "which is checked to the byte. In the same rounds ours cleans the usual rows.",
  baseline: ours,
  async run(bench) {
    const size = bench.quick ? sizes.tiny : sizes.hundredMegabytes;
    const usual = await makeInput(bench, size, "csv");
    const contests: ContestResult[] = [];
    for (const kind of rowKinds) contests.push(await kindContest(bench, size, usual, kind));
    return { contests, bounds: bench.quick ? [] : bounds(contests) };
  },
};

async function kindContest(bench: Bench, size: Size, usual: Input, kind: RowKind): Promise<ContestResult> {
  const input = await makeKind(bench, size, usual, kind);
  const agreement = new Agreement();
  const env = connectionEnv(folderConnection);
  const contestants = [
    { name: names.usual, isLimit: true, work: cleanTask(usual.key, env) },
    cleaner(ours, agreement, cleanTask(input.key, env)),
    ...(kind.isYaml ? [] : peers(bench, input, kind, agreement)),
  ];
  return runContest(bench, { title: kind.name, contestants });
}

function peers(
  { python }: Bench,
  { file }: Input,
  { hasRepeats }: RowKind,
  agreement: Agreement,
): Contestant[] {
  const peer = (name: string, script: string, ...more: readonly string[]) => {
    const { clean, unique } = outputFiles(name);
    const program = path.join(import.meta.dirname, "peers", script);
    return cleaner(name, agreement, { argv: [python, program, file, clean, unique, ...more] });
  };
  return [
    { ...peer(names.duckdb, "clean_rows_duckdb.py", "2", ...(hasRepeats ? ["distinct"] : [])), mostRuns: 2 },
    { ...peer(names.csv, "clean_rows_csv.py"), mostRuns: 1 },
  ];
}

/** Makes the input unless it is there: rows of the kind, until they take as many bytes as the usual ones. */
async function makeKind(bench: Bench, { users }: Size, usual: Input, kind: RowKind): Promise<Input> {
  const key = `inputs/${users}-users-${kind.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`;
  const file = path.join(store, bucket, key);
  if (existsSync(file)) return { key, file };
  bench.progress.note(`Making the input of ${kind.name}`);
  const text = await readFile(usual.file, "latin1");
  const random = new PythonRandom(1);
  const output = await open(`${file}.part`, "w");
  let [chunk, written, index] = [kind.header, 0, 0];
  const flush = async () => {
    written += (await output.write(Buffer.from(chunk))).bytesWritten;
    chunk = "";
  };
  for (let start = text.indexOf("\n") + 1; start < text.length; ) {
    const end = text.indexOf("\n", start);
    chunk += kind.make(text.slice(start, end), index, random);
    index += 1;
    start = end + 1;
    if (written + chunk.length >= text.length) break;
    if (chunk.length > flushedLength) await flush();
  }
  await flush();
  await output.close();
  await rename(`${file}.part`, file);
  return { key, file };
}

function bounds(contests: readonly ContestResult[]): Bound[] {
  const worst = (promise: string, limit: number, other: string) => {
    const ratios = contests
      .filter(({ standings }) => standings.some(({ name }) => name === other))
      .map((contest) => ({
        kind: contest.title,
        value: standingOf(contest, ours).seconds / standingOf(contest, other).seconds,
      }));
    const { kind, value } = ratios.reduce((most, each) => (each.value > most.value ? each : most));
    return { promise: `${promise} (worst: ${kind})`, value, limit, unit: "x" };
  };
  return [
    worst("rows of any kind: time, of the usual rows", 2, names.usual),
    worst("rows of any kind: time, of DuckDB with 2 threads", 1, names.duckdb),
  ];
}
