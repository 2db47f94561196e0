// The examples' DAGs, each run from end to end in this process.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDag } from "windsock/testing";
import announce from "./dags-ts/announce-listings.ts";
import dag from "./dags-ts/count-listings.ts";

let folder: string;
beforeAll(async () => {
  const parent = path.resolve(import.meta.dirname, "../../out/test");
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(path.join(parent, "listings-"));
  await mkdir(path.join(folder, "listings/raw"), { recursive: true });
  await writeFile(path.join(folder, "listings/raw/2026-01-01.csv"), "id,city\n1,Linz\n2,Graz\n");
});
afterAll(() => rm(folder, { recursive: true }));

const connections = () => ({ aws_conn: JSON.stringify({ conn_type: "fs", extra: { path: folder } }) });

test("counts the day's listings and says so", async () => {
  const { state, tasks } = await runDag(dag, { connections: connections() });
  expect(state).toBe("success");
  expect(tasks.report?.log).toEqual(["INFO    3 listings"]);
});

test("fails after its retries when there is no object, with the store's error", async () => {
  const { state, tasks, error } = await runDag(dag, {
    logicalDate: "2026-01-02",
    connections: connections(),
  });
  expect(state).toBe("failed");
  expect(tasks.count_rows).toMatchObject({ state: "failed", tries: 4 });
  expect(tasks.report).toMatchObject({ state: "upstream_failed", tries: 0 });
  expect(error?.message).toContain('Task "count_rows" failed after 4 tries');
});

test("announces what the updates of the listings tell", async () => {
  const triggeredBy = [{ uri: "s3://shop/listings", extra: { rows: 2 } }];
  const { tasks } = await runDag(announce, { triggeredBy });
  expect(tasks.announce?.log).toEqual(["INFO    2 new listings"]);
});
