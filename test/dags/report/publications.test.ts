// Objects of a day that runs with different parameters wrote: the report never takes one for the other's.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { cleanDay } from "../../../dags-ts/searches/clean/clean-day.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { type PostgresServer, startPostgres } from "../../services/postgres.ts";
import { BucketFolder, bucket, quietServices } from "../bucket-folder.ts";
import { callingBack } from "../calling-back.ts";
import { cleanKey, cleanRun, rejectedKey, sourceKey, uniqueKey } from "../clean-run.ts";
import { header, rowOf } from "../source-rows.ts";
import { reportKey, reportRun, runPipeline } from "./report-run.ts";

const day = "2021-07-02";
// Three valid searches at one click, one at three.
const source =
  header + rowOf(1, { clicks: 1 }) + rowOf(2, { search_id: 2 }) + rowOf(3, { search_id: 3, clicks: 2 });

let server: PostgresServer;
let database: Warehouse;
let connection: string;
let folder: BucketFolder;

beforeAll(async () => {
  server = await startPostgres();
  connection = connectionToJson(server.connection());
  database = await warehouse.open(server.connection(), quietServices());
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});
beforeEach(async () => {
  folder = await BucketFolder.create();
  await database.query("drop table if exists public.search_stats");
});
afterEach(() => folder.remove());

const page = async () => (await folder.read(reportKey)).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** Cleans the day, and does something when its list of searches has been published and its clean data set has not. */
async function cleanDayWith(minClicks: number, between: () => unknown, build = "test") {
  const stop = new AbortController();
  const store = callingBack(await folder.store(stop.signal), uniqueKey, () => between.call(stop));
  const { log } = quietServices();
  return cleanDay(
    { store, bucket, sourceKey, cleanKey, uniqueKey, rejectedKey },
    { date: day, minClicks, maxRejectedShare: 1, build, log, signal: stop.signal },
  );
}

describe("a run with other parameters", () => {
  test("that ended between its objects is named, and its list is not counted", async () => {
    await runPipeline(folder, connection, day, source);
    await expect(
      cleanDayWith(1, function (this: AbortController) {
        this.abort();
      }),
    ).rejects.toThrow("aborted");
    expect((await reportRun(folder, connection)).value).toMatchObject({ findings: 1, uniqueSearches: 0 });
    expect(await page()).toContain(
      `2 July : ${uniqueKey} and ${cleanKey} were made with different numbers of clicks: one of them is stale. ` +
        "Clear task user_clean_data of that day.",
    );
  });

  test("that published all of a day is named: the report is about another number of clicks", async () => {
    await runPipeline(folder, connection, day, source);
    await cleanRun(folder, { minClicks: 2 });
    expect((await reportRun(folder, connection)).value).toMatchObject({ uniqueSearches: 0 });
    expect(await page()).toContain(
      `2 July : ${cleanKey} was made with 2 clicks, and this report is about 3.`,
    );
  });

  test("of another build is told from this one's", async () => {
    await runPipeline(folder, connection, day, source);
    const stopped = cleanDayWith(
      3,
      function (this: AbortController) {
        this.abort();
      },
      "another",
    );
    await expect(stopped).rejects.toThrow("aborted");
    await reportRun(folder, connection);
    expect(await page()).toContain("were made by different builds: one of them is stale.");
  });
});

describe("runs of a day at once", () => {
  test("with different parameters: who publishes over the other's fails, and its retry makes all of it one run's", async () => {
    await runPipeline(folder, connection, day, source);
    await expect(cleanDayWith(3, () => cleanRun(folder, { minClicks: 1 }))).rejects.toThrow(
      `Object "${uniqueKey}" in bucket "${bucket}" was written by another run at the same time, with different ` +
        "numbers of clicks. Try again, so that all of the day's objects are of one run.",
    );
    await cleanRun(folder);
    expect((await reportRun(folder, connection)).value).toMatchObject({ findings: 0, uniqueSearches: 1 });
  });

  test("with different parameters and rejected rows: those count, too", async () => {
    await runPipeline(folder, connection, day, `${source}broken\n`);
    const store = await folder.store();
    const removing = cleanDayWith(3, () => store.delete(bucket, rejectedKey));
    await expect(removing).rejects.toThrow(
      `Object "${rejectedKey}" in bucket "${bucket}" was removed by another run`,
    );
  });

  test("with the same parameters do each other no harm", async () => {
    await runPipeline(folder, connection, day, source);
    expect(await cleanDayWith(3, () => cleanRun(folder))).toMatchObject({ searches: 1 });
    expect((await reportRun(folder, connection)).value).toMatchObject({ findings: 0 });
  });
});

test("objects that do not say how they were made are not used", async () => {
  await runPipeline(folder, connection, day, source);
  for (const key of [cleanKey, uniqueKey]) await folder.put(key, await folder.read(key));
  expect((await reportRun(folder, connection)).value).toMatchObject({ findings: 1, uniqueSearches: 0 });
  expect(await page()).toContain(
    `2 July : ${cleanKey} does not say how it was made, as when it was copied without its metadata. ` +
      "Clear task user_clean_data of that day.",
  );
});
