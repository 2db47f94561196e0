import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dagModel, dagProblems, runOperator } from "windsock/testing";
import dag from "./daily-listings.ts";
import { summarizePrices } from "./operators/summarize-prices.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "listings-"));
  await mkdir(path.join(folder, "listings"));
  await writeFile(path.join(folder, "listings/day.csv"), "id,city,price\n1,Linz,200\n2,Graz,100\n");
});
afterAll(() => rm(folder, { recursive: true }));

test("summarizes the prices of an object", async () => {
  const { value } = await runOperator(summarizePrices, {
    input: { bucket: "listings", key: "day.csv" },
    connections: { store: JSON.stringify({ conn_type: "fs", extra: { path: folder } }) },
  });
  expect(value).toEqual({ listings: 2, average: 150 });
});

test("reports after summarizing", () => {
  expect(dagProblems(dag)).toEqual([]);
  const report = dagModel(dag).tasks.find(({ taskId }) => taskId === "report");
  expect(report?.upstream).toEqual(["summarize_prices"]);
});
