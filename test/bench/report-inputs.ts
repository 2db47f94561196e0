// The days that a report is made of: sources of several shapes, and what the pipeline's own clean step makes of them.
import { existsSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import * as z from "zod";
import { keyOf } from "../../dags-ts/days/days.ts";
import { fileEnding } from "../../dags-ts/local/sample-data/pack-csv.ts";
import type { SampleDataFormat } from "../../dags-ts/local/sample-data/sample-data-options.ts";
import {
  dayAfter,
  type SearchDay,
  searchDays,
  withoutDashes,
} from "../../dags-ts/local/sample-data/search-days.ts";
import { writeDayFile } from "../../dags-ts/local/sample-data/write-day-file.ts";
import { SearchStats } from "../../dags-ts/searches/search-stats.ts";
import { type Bench, benchFolder } from "./bench.ts";
import { bundleOf, connectionEnv, folderConnection } from "./clean-task.ts";
import { bucket } from "./inputs.ts";

/** What a report is made of. */
export interface ReportShape {
  readonly name: string;
  readonly days: number;
  /** Rows of each day's source. */
  readonly rows: number;
  /** Days that are made; the others are these again, under other names. @default all */
  readonly distinctDays?: number;
  /** @default csv */
  readonly format?: SampleDataFormat;
  /** Makes another row, or several, of one of the sample data's; `number` counts a day's rows from 0. */
  readonly reshape?: (row: string, number: number) => string;
}

const period = 23;
const inOneDay = { days: 1, rows: 80_000 };
/** So many rows of the sample data a day have a million valid searches in 23 days. */
const rowsOfMillion = 77_900;
const searchId = /:search_id:\d+/g;
const ofUser = (id: number | string, row: string) => `${id}${row.slice(row.indexOf(","))}`;

export const shapes = {
  tiny: { name: "23 days, 100 rows each", days: period, rows: 100 },
  million: { name: "1 million searches", days: period, rows: rowsOfMillion },
  tenMillion: { name: "10 million searches", days: period, rows: 10 * rowsOfMillion },
  // A day is 1.3 GB packed, and 2.5 GB plain.
  hundredMillion: {
    name: "100 million searches",
    days: period,
    rows: 100 * rowsOfMillion,
    distinctDays: 5,
    format: "gz",
  },
  usual: { name: "80,000 usual rows", ...inOneDay },
  oneUser: { name: "80,000 rows of one user", ...inOneDay, reshape: (row) => ofUser(7, row) },
  fewUsers: { name: "80,000 rows of ten users", ...inOneDay, reshape: (row, at) => ofUser(at % 10, row) },
  textUsers: {
    name: "80,000 rows of users with names",
    ...inOneDay,
    reshape: (row, at) => ofUser(`u${at}`, row),
  },
  twice: { name: "40,000 rows, each twice", days: 1, rows: 40_000, reshape: (row) => row + row },
  oneSearch: {
    name: "80,000 rows with one search",
    ...inOneDay,
    reshape: (row) => row.replaceAll(searchId, ":search_id:7"),
  },
  manyDays: { name: "800 days, 100 rows each", days: 800, rows: 100 },
} as const satisfies Record<string, ReportShape>;

/** A store with the objects of all days, and their rows of the table. */
export interface ReportInput {
  /** The store's folder. */
  readonly store: string;
  readonly stats: readonly SearchStats[];
  /** The ending of the sources' names. */
  readonly ending: string;
}

export const cleanKey = "clean/day{ds_nodash}.csv";
export const uniqueKey = "clean/unique{ds_nodash}.csv";
export const sourceTemplate = (ending: string) => `sources/day{ds_nodash}${ending}`;

/** Makes the input unless it is there; what it holds depends on nothing but the shape. */
export async function makeReportInput(
  bench: Pick<Bench, "progress">,
  shape: ReportShape,
): Promise<ReportInput> {
  const { name, days, distinctDays = days, format = "csv" } = shape;
  const store = path.join(benchFolder, "report", name.replaceAll(/[^a-z0-9]+/gi, "-"));
  const statsFile = path.join(store, "stats.json");
  const ending = fileEnding[format];
  if (existsSync(statsFile)) {
    const stats = z.array(SearchStats).parse(JSON.parse(await readFile(statsFile, "utf8")));
    return { store, stats, ending };
  }
  bench.progress.note(`Making the days of ${name}`);
  await rm(store, { recursive: true, force: true });
  const stats: SearchStats[] = [];
  for (const day of searchDays({ usersPerDay: shape.rows })) {
    stats.push(await makeDay(store, day, shape));
    if (stats.length === distinctDays) break;
  }
  while (stats.length < days) stats.push(await linkDay(store, stats, distinctDays, ending));
  await writeFile(statsFile, JSON.stringify(stats));
  return { store, stats, ending };
}

async function makeDay(store: string, day: SearchDay, shape: ReportShape): Promise<SearchStats> {
  const { format = "csv", reshape } = shape;
  const name = withoutDashes(day.date);
  const sourceKey = keyOf(sourceTemplate(fileEnding[format]), day.date);
  const csv = reshape === undefined ? day.csv() : reshaped(day, reshape);
  await writeDayFile({ file: path.join(store, bucket, sourceKey), format, csvName: `${name}.csv`, csv });
  const inputs = {
    bucket,
    sourceKey,
    destKey: cleanKey,
    uniqueKey: keyOf(uniqueKey, day.date),
    rejectedKey: `rejected/${name}.csv`,
  };
  const options = Object.entries(inputs).flatMap(([key, value]) => ["--input", `${key}=${value}`]);
  const { stdout } = await execa(
    process.execPath,
    [bundleOf("user_clean_data"), "--date", day.date, ...options],
    { env: connectionEnv({ ...folderConnection, extra: { path: store } }) },
  );
  return SearchStats.parse(JSON.parse(stdout));
}

/** The next day, as the one that was made `distinctDays` before it; a link keeps the metadata of what it leads to. */
async function linkDay(
  store: string,
  stats: readonly SearchStats[],
  distinctDays: number,
  ending: string,
): Promise<SearchStats> {
  const [original, last] = [stats.at(-distinctDays), stats.at(-1)];
  if (original === undefined || last === undefined) throw new Error("There is no day to link to.");
  const day = dayAfter(last.day);
  for (const template of [sourceTemplate(ending), cleanKey, uniqueKey]) {
    const file = (date: string) => path.join(store, bucket, keyOf(template, date));
    await link(file(original.day), file(day));
  }
  return { ...original, day };
}

function* reshaped(day: SearchDay, reshape: (row: string, number: number) => string): Generator<string> {
  let number = -1;
  let rest = "";
  for (const chunk of day.csv()) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    let text = "";
    for (const line of lines) {
      text += number < 0 ? `${line}\n` : reshape(`${line}\n`, number);
      number += 1;
    }
    yield text;
  }
}
