// A backfill of the reference pipeline: all its days, from S3 to the table, by ours and by the same DAG in Python.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { defaultSettings } from "../../../src/model/settings.ts";
import { Agreement } from "../agreement.ts";
import { type Bench, projectFolder } from "../bench.ts";
import { ours } from "../clean-task.ts";
import { type Contestant, type ContestResult, runContest, summarise } from "../contest.ts";
import type { MeasuredRun, Measurement } from "../measure.ts";
import type { BenchAirflow } from "./airflow-of-bench.ts";
import { python } from "./python-operators.ts";

const original = "pandas, the original's way";

/** Those that a worker runs, in their order. */
const taskIds = ["create_postgres_table", "check_s3_conn", "user_clean_data", "load_table_data"];

/** Of the table search_stats, in the order of its columns. */
const figures = z.object({ rows: z.array(z.array(z.union([z.string(), z.int()]))) });

/** A DAG of the backfill, and its file in Airflow's folder. */
interface Entrant {
  readonly name: string;
  readonly dagId: string;
  readonly file: string;
}

const entrants: readonly Entrant[] = [
  { name: python, dagId: "backfill-careful", file: "backfill_careful.py" },
  { name: original, dagId: "backfill-original", file: "backfill_original.py" },
  { name: ours, dagId: "user-s3-to-redshift", file: "real-estate/user_s3_to_redshift.py" },
];

/** @returns the whole backfill, then each of its tasks by Airflow's own durations */
export async function backfill(
  bench: Bench,
  version: string,
  instance: BenchAirflow,
): Promise<ContestResult[]> {
  const days = datesOf(bench.quick ? 2 : 23);
  const texts = await dagFiles(days.at(-1) as string);
  await layOutBundles(instance.dagsFolder);
  const agreement = new Agreement(figures);
  const durations = new Map<string, Measurement[]>();
  const contestants = entrants.map(
    ({ name, dagId, file }): Contestant => ({
      name,
      mostRuns: 3,
      async prepare() {
        await emptyTable(instance);
        await writeFile(path.join(instance.dagsFolder, file), texts.get(file) as string);
      },
      work: () => runDays(instance, name, dagId, days),
      async verify() {
        const { s3 } = instance.services;
        await agreement.check(name, JSON.stringify({ rows: await tableOf(instance) }), {
          "clean data sets": Readable.from(objects(s3.client, "session_user_data", days)),
          "unique searches": Readable.from(objects(s3.client, "unique_valid_searches", days)),
        });
        for (const [taskId, seconds] of await taskSeconds(instance, dagId)) {
          const key = `${name}/${taskId}`;
          const run = { seconds, cpuSeconds: Number.NaN, peakBytes: Number.NaN };
          durations.set(key, [...(durations.get(key) ?? []), run]);
        }
        await instance.forget(dagId);
      },
    }),
  );
  const whole = await runContest(bench, {
    title: `a backfill of ${days.length} days, Airflow ${version}`,
    contestants,
  });
  const tasks = taskIds.map((taskId) => ({
    title: `${taskId} in this backfill`,
    standings: entrants.map(({ name }) => summarise({ name }, durations.get(`${name}/${taskId}`) ?? [])),
  }));
  return [whole, ...tasks];
}

function datesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `2021-07-${String(index + 2).padStart(2, "0")}`);
}

/** The DAG files, by where they go, with another last day: that is all the days there are. */
async function dagFiles(last: string): Promise<Map<string, string>> {
  const day = Number(last.slice(-2));
  const texts = entrants.map(async ({ name, file }) => {
    const folder = name === ours ? defaultSettings.generated : "test/bench/peers";
    const text = await readFile(path.join(projectFolder, folder, path.basename(file)), "utf8");
    return [file, text.replace("datetime(2021, 7, 24,", `datetime(2021, 7, ${day},`)] as const;
  });
  return new Map(await Promise.all(texts));
}

/** All of ours but its DAG files. */
async function layOutBundles(dagsFolder: string): Promise<void> {
  const folder = path.join(dagsFolder, "real-estate");
  const dagFile = /(user_s3_to_redshift|search_engagement_report)\.py$/;
  await mkdir(folder, { recursive: true });
  await cp(path.join(projectFolder, defaultSettings.generated), folder, {
    recursive: true,
    filter: (source) => !dagFile.test(source),
  });
}

/** With the table there, no task has to wait for another one that creates it. */
async function emptyTable({ services }: BenchAirflow): Promise<void> {
  await services.query("drop table if exists public.search_stats");
  await services.query(
    `create table public.search_stats (day date not null, num_users int not null, num_searches int not null,
       num_rental_searches int not null, num_sale_searches int not null, num_none_searches int not null)`,
  );
}

/** From the moment in which the DAG is unpaused to the end of its last run. */
async function runDays(
  instance: BenchAirflow,
  name: string,
  dagId: string,
  days: readonly string[],
): Promise<MeasuredRun> {
  const before = await instance.cpuSeconds();
  const start = await instance.unpause(dagId).then(() => Date.now());
  for (;;) {
    const { succeeded, end } = await progressOf(instance, dagId);
    await refuseFailures(instance, name, dagId);
    if (succeeded === days.length) {
      const cpuSeconds = (await instance.cpuSeconds()) - before;
      return { seconds: (end.getTime() - start) / 1000, cpuSeconds, peakBytes: Number.NaN, stdout: "" };
    }
    await setTimeout(500);
  }
}

interface BackfillProgress {
  readonly succeeded: number;
  readonly end: Date;
}

async function progressOf({ services }: BenchAirflow, dagId: string): Promise<BackfillProgress> {
  const [progress] = await services.queryMetadata<BackfillProgress>(
    `select count(*) filter (where state = 'success')::int as succeeded, max(end_date) as end
       from dag_run where dag_id = '${dagId}'`,
  );
  return progress as BackfillProgress;
}

/** A retry comes five minutes later: that is not the time of any work. @throws Error with the end of the task's log */
async function refuseFailures({ home, services }: BenchAirflow, name: string, dagId: string): Promise<void> {
  const [failure] = await services.queryMetadata<{ run_id: string; task_id: string }>(
    `select run_id, task_id from task_instance
      where dag_id = '${dagId}' and (try_number > 1 or state in ('up_for_retry', 'failed'))`,
  );
  if (!failure) return;
  const { run_id, task_id } = failure;
  const log = `logs/dag_id=${dagId}/run_id=${run_id}/task_id=${task_id}/attempt=1.log`;
  const text = await readFile(path.join(home, log), "utf8").catch(() => "It has no log.");
  throw new Error(`${name}: ${task_id} of ${run_id} has failed.\n${text.slice(-3_000)}`);
}

async function tableOf({ services }: BenchAirflow): Promise<unknown[][]> {
  const rows = await services.query(
    `select day::text, num_users, num_searches, num_rental_searches, num_sale_searches, num_none_searches
       from public.search_stats order by day`,
  );
  return rows.map((row) => Object.values(row));
}

async function* objects(client: S3Client, name: string, days: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const day of days) {
    const Key = `user-data-clean/${name}${day.replaceAll("-", "")}.csv`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "user-incoming-bucket", Key }));
    if (Body) yield await Body.transformToByteArray();
  }
}

/** The median of each task's durations. */
async function taskSeconds({ services }: BenchAirflow, dagId: string): Promise<[string, number][]> {
  const rows = await services.queryMetadata<{ task_id: string; seconds: number }>(
    `select task_id, percentile_cont(0.5) within group (order by duration) as seconds
       from task_instance where dag_id = '${dagId}' group by task_id`,
  );
  return rows.map(({ task_id, seconds }) => [task_id, seconds]);
}
