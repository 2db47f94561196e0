// The report on 23 days beside DuckDB, and on days of shapes that would make a careless program slow.

import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { type Warehouse, warehouse } from "windsock/hooks";
import * as z from "zod";
import type { SearchStats } from "../../dags-ts/searches/search-stats.ts";
import { bundlePath } from "../../src/model/project.ts";
import { defaultSettings } from "../../src/model/settings.ts";
import { quietServices } from "../dags/bucket-folder.ts";
import { type PostgresServer, startPostgres } from "../services/postgres.ts";
import { Agreement } from "./agreement.ts";
import { type Bench, type Bound, type Part, projectFolder } from "./bench.ts";
import { connectionEnv, folderConnection, ours } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest, standingOf } from "./contest.ts";
import { bucket } from "./inputs.ts";
import type { Command } from "./measure.ts";
import {
  cleanKey,
  makeReportInput,
  type ReportInput,
  type ReportShape,
  shapes,
  sourceTemplate,
  uniqueKey,
} from "./report-inputs.ts";

const duckdb = "DuckDB, 2 threads";
const mostMegabytes = 320;
const figures = z.object({ uniqueSearches: z.int() });
const compared = { unique: "unique-valid-searches.csv", clicks: "fewer-clicks.csv" } as const;

export const report: Part = {
  name: "report",
  title: "The report",
  about:
    "The engagement report, a whole process, on a plain directory and a local PostgreSQL. DuckDB makes the list of unique " +
    "searches and counts the sources at two numbers of clicks, which must agree to the byte. It does not check that a day's " +
    "objects belong together, reads one object less a day, and draws nothing; ours also makes the audience, the trends and the charts.",
  baseline: ours,
  run: (bench) =>
    withDatabase(async (database) => {
      const sizes = bench.quick ? [shapes.tiny] : [shapes.million, shapes.tenMillion];
      const contests: ContestResult[] = [];
      for (const shape of sizes) contests.push(await beside(bench, database, shape, [duckdb]));
      if (bench.quick) return { contests, bounds: [] };
      const sized = contests.map(peakBound);
      const { usual, ...others } = oneDayShapes;
      const base = await beside(bench, database, usual);
      const unusual: ContestResult[] = [];
      for (const shape of Object.values(others)) unusual.push(await beside(bench, database, shape));
      const days = await beside(bench, database, shapes.manyDays);
      return {
        contests: [...contests, base, ...unusual, days],
        bounds: [...sized, ...unusual.map((each) => timeBound(each, base)), peakBound(days)],
      };
    }),
};

const { usual, oneUser, fewUsers, textUsers, twice, oneSearch } = shapes;
const oneDayShapes = { usual, oneUser, fewUsers, textUsers, twice, oneSearch };

export const hundred: Part = {
  name: "hundred",
  title: "The report on 100 million searches",
  about: "Of 23 days; five of them are made, the others are these again under other names.",
  baseline: ours,
  run: (bench) =>
    withDatabase(async (database) => {
      const contest = await beside({ ...bench, repetitions: 1 }, database, shapes.hundredMillion);
      return { contests: [contest], bounds: [peakBound(contest)] };
    }),
};

interface Database {
  readonly server: PostgresServer;
  readonly warehouse: Warehouse;
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const server = await startPostgres();
  const opened = await warehouse.open(server.connection(), quietServices());
  try {
    await opened.query(
      `create table public.search_stats (day date, num_users int, num_searches int, num_rental_searches int,
        num_sale_searches int, num_none_searches int)`,
    );
    return await work({ server, warehouse: opened });
  } finally {
    await opened.close();
    await server.stop();
  }
}

async function beside(
  bench: Bench,
  database: Database,
  shape: ReportShape,
  peers: readonly string[] = [],
): Promise<ContestResult> {
  const input = await makeReportInput(bench, shape);
  await fillTable(database.warehouse, input.stats);
  const agreement = new Agreement(figures);
  const contestants = [
    contestant(ours, agreement, input, reportTask(database.server, input)),
    ...peers.map((name) => contestant(name, agreement, input, duckdbReport(bench, input, name))),
  ];
  return runContest(bench, { title: shape.name, contestants });
}

async function fillTable(database: Warehouse, stats: readonly SearchStats[]): Promise<void> {
  await database.query("delete from public.search_stats");
  for (const { day, users, searches, rental, sale, none } of stats) {
    const row = [day, users, searches, rental, sale, none];
    await database.query("insert into public.search_stats values ($1, $2, $3, $4, $5, $6)", row);
  }
}

/** Made anew each time; what it writes must agree with the others' then. */
function contestant(name: string, agreement: Agreement, input: ReportInput, work: Command): Contestant {
  const folder = outputFolder(input, name);
  return {
    name,
    work,
    async prepare() {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    },
    verify: ({ stdout }) =>
      agreement.check(name, stdout, {
        "unique searches": createReadStream(path.join(folder, compared.unique)),
        "counts at other clicks": createReadStream(path.join(folder, compared.clicks)),
      }),
  };
}

function outputName(name: string): string {
  return `report-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

function outputFolder({ store }: ReportInput, name: string): string {
  return path.join(store, bucket, outputName(name));
}

function reportTask(server: PostgresServer, { store, ending }: ReportInput): Command {
  const inputs = {
    bucket,
    sourceKey: sourceTemplate(ending),
    cleanKey,
    uniqueKey,
    reportKey: `${outputName(ours)}.html`,
    from: null,
    to: null,
    minClicks: 3,
    otherClicks: 2,
    interactive: true,
    updates: [],
  };
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const options = Object.entries(inputs).flatMap(([key, value]) => ["--input", `${key}=${text(value)}`]);
  const bundle = bundlePath("search-engagement-report", "write_report");
  return {
    argv: [process.execPath, path.join(projectFolder, defaultSettings.generated, bundle), ...options],
    env: {
      ...connectionEnv({ ...folderConnection, extra: { path: store } }),
      ...connectionEnv(server.connection({ connId: "redshift" })),
    },
  };
}

function duckdbReport(bench: Bench, input: ReportInput, name: string): Command {
  const script = path.join(import.meta.dirname, "peers/report_duckdb.py");
  const folder = path.join(input.store, bucket);
  return { argv: [bench.python, script, folder, outputFolder(input, name), "2"] };
}

function peakBound(contest: ContestResult): Bound {
  return {
    promise: `${contest.title}: peak memory of the report`,
    value: standingOf(contest, ours).peakBytes / 1_000_000,
    limit: mostMegabytes,
    unit: "MB",
  };
}

function timeBound(contest: ContestResult, base: ContestResult): Bound {
  return {
    promise: `${contest.title}: time of the report, of ${base.title}`,
    value: standingOf(contest, ours).seconds / standingOf(base, ours).seconds,
    limit: 2,
    unit: "x",
  };
}
