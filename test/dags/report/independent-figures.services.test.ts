// The report's figures on the reference pipeline's 23 days, against SQL that knows nothing of the report: it reads
// the users' searches out of the source rows themselves.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { type SearchDay, searchDays } from "../../../dags-ts/local/sample-data/search-days.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { type PostgresServer, startPostgres } from "../../services/postgres.ts";
import { BucketFolder, quietServices } from "../bucket-folder.ts";
import { keyOfDay, reportRun, runPipeline } from "./report-run.ts";

const period = ["2021-07-02", "2021-07-24"] as const;
const statements = sqlFile("../../../dags-ts/report/redshift/unique-searches.sql");

let server: PostgresServer;
let database: Warehouse;
let folder: BucketFolder;

beforeAll(async () => {
  server = await startPostgres();
  database = await warehouse.open(server.connection(), quietServices());
  folder = await BucketFolder.create();
  await database.query("create table source (day date, place int, user_id text, user_data text)");
  await database.query(statements.create ?? "");
  const connection = connectionToJson(server.connection());
  for (const day of daysOfPeriod()) {
    const text = [...day.csv()].join("");
    await runPipeline(folder, connection, day.date, text);
    await database.insert("source", ["day", "place", "user_id", "user_data"], sourceRows(day.date, text));
    await database.insert(
      "unique_valid_searches",
      ["day", "search_id", "type", "clicks", "users"],
      uniqueRows(day.date, await folder.read(keyOfDay("uniqueKey", day.date))),
    );
  }
  await reportRun(folder, connection);
  await database.query(searchesFromSource);
}, 600_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await folder?.remove();
});

/** Each search of the source with its place, exact repeats of a row left out. */
const searchesFromSource = String.raw`
  create table searches as
  select day, place, user_id, number,
         field[1]::bigint as search_id, field[2] = 'True' as enabled, field[3]::int as clicks, field[4] as type
    from (select distinct on (day, user_id, user_data) * from source order by day, user_id, user_data, place) as rows,
         regexp_matches(
           user_data, ':search_id:(\d+)\\\\n:enabled:(\w+)\\\\n:clicks:(\d+)\\\\n[^-]*?:type:(\w*)', 'g'
         ) with ordinality as found (field, number)`;

const atClicks = (clicks: number) =>
  `select day::text, count(distinct user_id)::int as users, count(*)::int as searches,
          (count(*) filter (where type = 'Rental'))::int as rental,
          (count(*) filter (where type = 'Sales'))::int as sale, (count(*) filter (where type = ''))::int as none
     from searches where enabled and clicks >= ${clicks} group by day order by day`;

const uniqueFromSource = `
  select search_id, (array_agg(type order by day, place, number))[1] as type, sum(clicks)::int as clicks,
         count(distinct (day, user_id))::int as user_days, count(distinct day)::int as days
    from searches where enabled and clicks >= 3 group by search_id`;

const csv = async (name: string) =>
  (parse(await folder.read(`reports/search-engagement/${name}`)) as string[][]).slice(1);
const sql = async (query: string) =>
  (await database.query(query)).map((row) => Object.values(row).map(String));

describe("the figures of 23 days are those of the source rows", () => {
  test("day by day", async () => {
    expect(await csv("daily.csv")).toEqual(await sql(atClicks(3)));
    expect(await csv("daily.csv")).toHaveLength(23);
  });

  test("in the list of unique valid searches, to the last one", async () => {
    const expected = await sql(`${uniqueFromSource} order by search_id`);
    expect(expected.length).toBe(128_203);
    expect(await csv("unique-valid-searches.csv")).toEqual(expected);
  });

  test("in the searches with the most clicks, of all and of each type", async () => {
    const top = await csv("top-searches.csv");
    const best = (of: string, limit: number) =>
      sql(
        `select * from (${uniqueFromSource}) as searches ${of} order by clicks desc, search_id limit ${limit}`,
      );
    const list = (name: string) => top.filter(([each]) => each === name).map((row) => row.slice(2));
    expect(list("all")).toEqual(await best("", 10));
    expect(list("Rental")).toEqual(await best("where type = 'Rental'", 5));
    expect(list("Sales")).toEqual(await best("where type = 'Sales'", 5));
    expect(list("none")).toEqual(await best("where type = ''", 5));
  });

  test("with two clicks instead of three", async () => {
    const compared = await csv("fewer-clicks.csv");
    for (const clicks of [2, 3]) {
      const expected = (await sql(atClicks(clicks))).map(([day, users, searches]) => [day, users, searches]);
      const found = compared.filter(([, at]) => at === String(clicks));
      expect(found.map(([day, , users, emails]) => [day, users, emails])).toEqual(expected);
    }
  });

  test("in the audience of the last day, user by user", async () => {
    const expected = await sql(`
      select user_id,
             case when bool_or(rental) and bool_or(sale) then 'both' when bool_or(rental) then 'rental'
                  when bool_or(sale) then 'sale' else 'unspecified' end as segment,
             string_agg(search_id::text, ' ' order by number) as search_ids
        from (select user_id, search_id, min(number) as number,
                     bool_or(type = 'Rental') as rental, bool_or(type = 'Sales') as sale
                from searches where day = '2021-07-24' and enabled and clicks >= 3
               group by user_id, search_id) as searches
       group by user_id order by user_id::int`);
    expect(expected.length).toBe(4265);
    const found = await csv("email-audience.csv");
    expect(found.sort(([a], [b]) => Number(a) - Number(b))).toEqual(expected);
  });
});

describe("Redshift's SQL gives what the report gives", () => {
  const ask = async (name: string) => {
    const rows = await database.query(statements[name] ?? "", [...period]);
    return rows.map((row) => Object.values(row).map(String));
  };

  test("for the number of unique valid searches", async () => {
    expect(await ask("count")).toEqual([[String((await csv("unique-valid-searches.csv")).length)]]);
  });

  test("for their list", async () => {
    expect(await ask("list")).toEqual(await csv("unique-valid-searches.csv"));
  });

  test("for those with the most clicks", async () => {
    const top = await csv("top-searches.csv");
    expect(await ask("top")).toEqual(top.filter(([list]) => list === "all").map((row) => row.slice(2)));
    const byType = top
      .filter(([list]) => list !== "all")
      .map(([, place, id, type, ...rest]) => [type, place, id, ...rest])
      .sort(([a, i], [b, j]) => (a === b ? Number(i) - Number(j) : String(a) < String(b) ? -1 : 1));
    expect(await ask("top of each type")).toEqual(byType);
  });
});

function* daysOfPeriod(): Generator<SearchDay> {
  for (const day of searchDays()) {
    if (day.date > period[1]) return;
    if (day.date >= period[0]) yield day;
  }
}

function* sourceRows(day: string, text: string) {
  for (const [place, line] of text.trimEnd().split("\n").slice(1).entries()) {
    const comma = line.indexOf(",");
    yield { day, place, user_id: line.slice(0, comma), user_data: line.slice(comma + 1) };
  }
}

function* uniqueRows(day: string, text: string) {
  for (const [search_id = "", type = "", clicks = "", users = ""] of (parse(text) as string[][]).slice(1)) {
    yield { day, search_id, type, clicks, users };
  }
}

/** The statements of a file by their names. */
function sqlFile(name: string): Record<string, string> {
  const text = readFileSync(path.join(import.meta.dirname, name), "utf8");
  const parts = text.split(/^-- name: (.*)$/m).slice(1);
  return Object.fromEntries(
    parts.flatMap((part, index) => (index % 2 === 0 ? [[part, (parts[index + 1] ?? "").trim()]] : [])),
  );
}
