import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dagProblems, runDag, runOperator } from "windsock/testing";
import dag from "./daily-listings.ts";
import { summarizePrices } from "./operators/summarize-prices.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "listings-"));
  await mkdir(path.join(folder, "listings"));
  await writeFile(path.join(folder, "listings/day.csv"), "id,city,price\n1,Linz,200\n2,Graz,100\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** A folder as the object store, as an AIRFLOW_CONN_* variable would have it. */
const storeIn = (path: string) => JSON.stringify({ conn_type: "fs", extra: { path } });

test("summarizes the prices of an object", async () => {
  const { value } = await runOperator(summarizePrices, {
    input: { bucket: "listings", key: "day.csv" },
    connections: { store: storeIn(folder) },
  });
  expect(value).toEqual({ listings: 2, average: 150 });
});

test("builds", () => {
  expect(dagProblems(dag)).toEqual([]);
});

test("reports what the day's listings cost", async () => {
  const { state, tasks } = await runDag(dag, {
    logicalDate: "2026-01-02",
    variables: { currency: "CHF" },
    tasks: { summarize_prices: { listings: 3, average: 250 } },
  });
  expect(state).toBe("success");
  expect(tasks.summarize_prices?.input).toEqual({ bucket: "listings", key: "2026-01-02.csv" });
  expect(tasks.report?.log).toEqual(["INFO    3 listings, 250 CHF on average"]);
});
