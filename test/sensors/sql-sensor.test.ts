import { afterAll, expect, test } from "vitest";
import { sqlSensor } from "windsock/sensors";
import { pokeSensor } from "windsock/testing";
import * as z from "zod";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import { startPostgres } from "../services/postgres.ts";

const postgres = await startPostgres();
afterAll(() => postgres.stop());

const connections = { warehouse: connectionToJson(postgres.connection()) };
const look = (sql: string, parameters: string[] = []) =>
  pokeSensor(sqlSensor(), { input: { sql, parameters }, connections });

test.each([
  ["select 1", true],
  ["select 'a'", true],
  ["select true", true],
  ["select 0.5::numeric", true],
  ["select date '2026-01-01'", true],
  ["select 0 as a, 1 as b", false],
  ["select null", false],
  ["select false", false],
  ["select ''", false],
  ["select 0::numeric(9, 2)", false],
  ["select count(*) from generate_series(1, 0)", false],
  ["select 1 where false", false],
])("%s is as true as in Airflow", async (sql, isDone) => {
  expect(await look(sql)).toMatchObject({ isDone });
});

test("gives the first row, with its type", async () => {
  const rows = sqlSensor(z.object({ day: z.string(), rows: z.number() }));
  const input = {
    sql: "select $1::date as day, 3 as rows union all select '2027-01-01', 4 order by 1",
    parameters: ["2026-01-01"],
  };
  expect(await pokeSensor(rows, { input, connections })).toMatchObject({
    isDone: true,
    value: { day: "2026-01-01", rows: 3 },
  });
  const wrong = pokeSensor(rows, { input: { sql: "select 'a' as day" }, connections });
  await expect(wrong).rejects.toThrow(/What SqlSensor returned does not fit its schema[\s\S]*at rows/);
});

test("fails for good with a mistake in the SQL", async () => {
  await expect(look("select from where")).rejects.toMatchObject({ name: "AirflowFailException" });
});
