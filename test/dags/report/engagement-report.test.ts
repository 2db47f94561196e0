// What the report makes of figures and objects that are not as they should be.
import { parse } from "csv-parse/sync";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { writeReport } from "../../../dags-ts/report/write-report.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { type PostgresServer, startPostgres } from "../../services/postgres.ts";
import { BucketFolder, bucket, quietServices } from "../bucket-folder.ts";
import { callingBack } from "../calling-back.ts";
import { header, manyRows, rowOf } from "../source-rows.ts";
import { keyOfDay, keyTemplates, reportKey, reportRun, runPipeline } from "./report-run.ts";

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

const run = (day: string, source = header + manyRows(20)) => runPipeline(folder, connection, day, source);
const report = (changes?: Parameters<typeof reportRun>[2]) => reportRun(folder, connection, changes);
const page = () => folder.read(reportKey);
const csv = async (name: string) =>
  parse(await folder.read(`reports/search-engagement/${name}`)) as string[][];
const text = async () =>
  (await page()).replaceAll(/<style>.*?<\/style>|<svg.*?<\/svg>|<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");

describe("the report", () => {
  test("is one page, its figures and its charts", async () => {
    for (const day of ["02", "03", "04", "05", "06", "07", "08", "09"]) await run(`2021-07-${day}`);
    const { value, log } = await report({
      updates: [{ extra: { day: "2021-07-09", users: 20, searches: 20 } }],
    });
    expect(value).toEqual({ reportKey, days: 8, missing: [], findings: 0, uniqueSearches: 20 });
    expect(log.join("\n")).toContain(
      "The table has new figures for 2021-07-09: 20 valid searches of 20 users.",
    );
    expect(
      (await folder.keys("reports/")).map((key) => key.replace("reports/search-engagement", "")),
    ).toEqual([
      ".html",
      "/daily.csv",
      "/email-audience.csv",
      "/email-audience.svg",
      "/fewer-clicks.csv",
      "/fewer-clicks.svg",
      "/scores.svg",
      "/searches-by-type.svg",
      "/searches-per-day.svg",
      "/top-searches.csv",
      "/top-searches.svg",
      "/trends.csv",
      "/unique-valid-searches.csv",
      "/users-per-day.svg",
      "/week-days.svg",
    ]);
  });

  test("gives the same bytes again, but for the time it tells", async () => {
    await run("2021-07-02");
    const files = async () => {
      await report();
      const keys = await folder.keys("reports/");
      return Promise.all(
        keys.map(async (key) => (await folder.read(key)).replaceAll(/Figures of .*? UTC/g, "")),
      );
    };
    expect(await files()).toEqual(await files());
  });

  test("needs no network, and charts that stand alone need no page", async () => {
    await run("2021-07-02");
    await report();
    expect(await page()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(await page()).not.toContain("@import");
    const svg = await folder.read("reports/search-engagement/searches-per-day.svg");
    expect(svg).toContain('role="img" aria-label="A line of valid searches per day');
    expect(svg).not.toContain("var(--");
  });
});

describe("a period", () => {
  test("without rows fails at once and says what there is", async () => {
    await run("2021-07-02");
    await run("2021-07-05");
    await expect(report({ from: "2022-01-01" })).rejects.toMatchObject({
      name: "AirflowFailException",
      message:
        "Table public.search_stats has no rows from 2022-01-01 to its last day. " +
        "It has rows from 2021-07-02 to 2021-07-05: give another period.",
    });
    await database.query("delete from public.search_stats");
    await expect(report()).rejects.toThrow("It is empty: run user-s3-to-redshift first.");
    expect(await folder.keys("reports/")).toEqual([]);
  });

  test("that ends before it begins fails at once", async () => {
    await run("2021-07-02");
    await expect(report({ from: "2021-07-03", to: "2021-07-02" })).rejects.toThrow(
      "The period ends (to 2021-07-02) before it begins (from 2021-07-03).",
    );
  });

  test("with a day that has two rows fails at once", async () => {
    await run("2021-07-02");
    await database.query("insert into public.search_stats select * from public.search_stats");
    await expect(report()).rejects.toThrow(
      "several rows for 2021-07-02. Clear task load_table_data of that day",
    );
  });

  test("of one day is a report, and says that trends need more", async () => {
    await run("2021-07-02");
    expect((await report()).value).toMatchObject({ days: 1, findings: 0 });
    expect(await text()).toContain("1 day: too few to say what is usual in valid searches.");
    expect(await text()).toContain("2 July 2021 Valid searches on 2 July 20 no days before to compare with");
    expect(await folder.keys("reports/search-engagement/scores")).toEqual([]);
  });

  test("names the days that are missing, at its ends as well", async () => {
    for (const day of ["02", "04", "05", "08"]) await run(`2021-07-${day}`);
    const { value } = await report({ from: "2021-07-01", to: "2021-07-09" });
    expect(value.missing).toEqual(["2021-07-01", "2021-07-03", "2021-07-06", "2021-07-07", "2021-07-09"]);
    expect(await text()).toContain(
      "5 of 9 days are missing from the table: 1 July, 3 July, 6 July to 7 July and 9 July.",
    );
  });

  test("looks at its own days only", async () => {
    for (const day of ["02", "03", "04"]) await run(`2021-07-${day}`);
    expect((await report({ from: "2021-07-03", to: "2021-07-03" })).value).toMatchObject({
      days: 1,
      missing: [],
    });
    expect(await csv("daily.csv")).toEqual([
      ["day", "users", "searches", "rental", "sale", "none"],
      ["2021-07-03", "20", "20", "20", "0", "0"],
    ]);
  });
});

describe("a day", () => {
  test("without valid searches is a day like others", async () => {
    await run("2021-07-02");
    await run("2021-07-03", header + rowOf(1, { enabled: false }));
    expect((await report()).value).toMatchObject({ days: 2, findings: 0, uniqueSearches: 20 });
    expect(await text()).toContain("0 users had valid searches on 3 July 2021");
    expect(await csv("email-audience.csv")).toHaveLength(1);
  });

  test("alone and without valid searches has nothing to show, and says so", async () => {
    await run("2021-07-02", header + rowOf(1, { enabled: false }));
    expect((await report()).value).toMatchObject({ uniqueSearches: 0 });
    expect(await text()).toContain("There is no valid search.");
  });

  test("whose clean data set is stale is named, and what needs the object does without", async () => {
    await run("2021-07-02");
    const before = await folder.read(keyOfDay("cleanKey", "2021-07-03")).catch(() => "");
    expect(before).toBe("");
    await run("2021-07-03", header + manyRows(30));
    const stale = await folder.read(keyOfDay("cleanKey", "2021-07-03"));
    await run("2021-07-03", header + manyRows(40));
    await (await folder.store()).write(bucket, keyOfDay("cleanKey", "2021-07-03"), [stale] as never, {
      metadata:
        (await (await folder.store()).head(bucket, keyOfDay("uniqueKey", "2021-07-03")))?.metadata ?? {},
    });
    const { value } = await report();
    expect(value).toMatchObject({ days: 2, findings: 1, uniqueSearches: 20 });
    expect(await text()).toContain(
      "3 July : The clean data set user-data-clean/session_user_data20210703.csv is stale, or the table&#39;s row is: " +
        "the table has 40 users, the object 30.",
    );
    // The row counts where no object is needed.
    expect((await csv("daily.csv")).at(-1)).toEqual(["2021-07-03", "40", "40", "40", "0", "0"]);
    expect(await text()).toContain("Not known for 3 July: its clean data set cannot be used");
    expect(await text()).toContain("3 July could not be counted in, see above.");
    expect(await folder.keys("reports/search-engagement/email-audience")).toEqual([]);
  });

  test("whose list is of another run than its clean data set is named", async () => {
    await run("2021-07-02");
    const store = await folder.store();
    await store.write(
      bucket,
      keyOfDay("uniqueKey", "2021-07-02"),
      ["search_id,type,clicks,users\n"] as never,
      {
        metadata: { "source-etag": "another" },
      },
    );
    expect((await report()).value).toMatchObject({ findings: 1, uniqueSearches: 0 });
    expect(await text()).toContain("were made from different sources: one of them is stale.");
  });

  test.each([
    ["cleanKey", "The clean data set user-data-clean/session_user_data20210702.csv is not there."],
    [
      "uniqueKey",
      "The list of unique searches user-data-clean/unique_valid_searches20210702.csv is not there.",
    ],
    [
      "sourceKey",
      "Not compared with 2 clicks. The source user-data/session_user_data20210702.zip is not there.",
    ],
  ] as const)("whose %s is gone is named", async (template, message) => {
    await run("2021-07-02");
    await (await folder.store()).delete(bucket, keyOfDay(template, "2021-07-02"));
    await report();
    expect(await text()).toContain(`2 July : ${message}`);
  });

  test("with a search id that is no number is left out of the list, and the others are not", async () => {
    await run("2021-07-02");
    await run("2021-07-03", header + manyRows(30));
    const key = keyOfDay("uniqueKey", "2021-07-02");
    const metadata = (await (await folder.store()).head(bucket, key))?.metadata ?? {};
    const broken = (await folder.read(key)).replace("\n7,", "\nseven<b>,");
    await (await folder.store()).write(bucket, key, [broken] as never, { metadata });
    expect((await report()).value).toMatchObject({ findings: 1, uniqueSearches: 30 });
    expect(await text()).toContain("line 9 is no search (a number, its type, clicks and users)");
    expect(await page()).toContain("seven&lt;b&gt;");
    expect((await csv("unique-valid-searches.csv")).slice(0, 2)).toEqual([
      ["search_id", "type", "clicks", "user_days", "days"],
      ["0", "Rental", "3", "1", "1"],
    ]);
  });

  test("whose source was replaced after it was cleaned is not compared", async () => {
    await run("2021-07-02");
    await folder.put(keyOfDay("sourceKey", "2021-07-02"), header + manyRows(21));
    expect((await report()).value).toMatchObject({ findings: 1 });
    expect(await text()).toContain(
      "Not compared with 2 clicks. The table has 20 valid searches of 20 users, the source " +
        "user-data/session_user_data20210702.zip now gives 21 of 21 at 3 clicks.",
    );
    expect(await text()).toContain("No day can be compared");
  });

  test("whose source cannot be read is not compared", async () => {
    await run("2021-07-02");
    await folder.put(keyOfDay("sourceKey", "2021-07-02"), "a,b,c\n");
    await report();
    expect(await text()).toContain("cannot be read. Its first line is &quot;a,b,c&quot;.");
  });
});

test("HTML in any text of the data stays text", async () => {
  const planted = `"><img src=x onerror=alert(1)>`;
  await run("2021-07-02");
  await folder.put(keyOfDay("sourceKey", "2021-07-02"), `${planted},b\n`);
  await report({ cleanKey: `${planted}.csv`, interactive: false });
  expect(await page()).not.toContain("<img");
  expect(await page()).toContain("&lt;img src=x onerror=alert(1)&gt;.csv is not there");
});

describe("of several runs", () => {
  test("at once, one report is left, whole", async () => {
    for (const day of ["02", "03"]) await run(`2021-07-${day}`);
    // Different numbers of clicks make different objects.
    const runs = [2, 1, 4].map((otherClicks) => report({ otherClicks }));
    expect((await Promise.allSettled(runs)).map(({ status }) => status)).toEqual(runs.map(() => "fulfilled"));
    const [, clicks] = /Emails a day if (\d) clicks/.exec(await page()) ?? [];
    expect((await csv("fewer-clicks.csv"))[2]?.[1]).toBe(clicks);
    expect(await folder.read("reports/search-engagement/fewer-clicks.svg")).toContain(` ${clicks} clicks`);
  });

  test("a machine whose clock is wrong keeps no other one from writing", async () => {
    await run("2021-07-02");
    for (const days of [2, -2, 0]) {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
      await report({ otherClicks: 3 + days }).finally(() => vi.useRealTimers());
      expect(await page()).toContain(`Emails a day if ${3 + days} clicks`);
    }
  });

  test("one that is overtaken after it has read the table reads it again", async () => {
    await run("2021-07-02");
    const overtaking = async () => {
      await run("2021-07-03");
      await report();
    };
    const key = "reports/search-engagement/unique-valid-searches.csv";
    const figures = await writeReport(
      {
        keys: { ...keyTemplates, bucket },
        reportKey,
        period: { from: null, to: null },
        clicks: { now: 3, other: 2 },
        interactive: false,
      },
      {
        store: callingBack(await folder.store(), key, overtaking),
        warehouse: database,
        ...quietServices(),
      },
    );
    expect(figures.rows).toHaveLength(2);
    expect(await csv("daily.csv")).toHaveLength(3);
    expect(await page()).toContain("2 July 2021 to 3 July 2021");
  });
});
