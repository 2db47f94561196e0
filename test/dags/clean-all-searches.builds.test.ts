// The pipeline's variant that maps over all snapshots, locally, from the objects to the figures in the warehouse.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchDays, withoutDashes } from "../../dags-ts/local/sample-data/search-days.ts";
import { TestProject } from "../compiler/test-project.ts";
import { zipBytes } from "./zip-bytes.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const bucket = "user-incoming-bucket";
const query = "select * from public.search_stats order by day";
let project: TestProject;
let stdout: string;

beforeAll(async () => {
  project = await TestProject.create({
    "windsock.config.ts": 'export default { dags: "docs/examples/mapped", types: false };\n',
    ".env": await readFile(path.join(repository, "dags-ts/local.env"), "utf8"),
  });
  for (const folder of ["dags-ts", "docs/examples/mapped"]) {
    await cp(path.join(repository, folder), path.join(project.folder, folder), { recursive: true });
  }
  const snapshots = path.join(project.folder, "out/object-store", bucket, "user-data");
  await mkdir(snapshots, { recursive: true });
  for (const day of searchDays()) {
    if (day.date > "2021-07-11") break;
    if (day.date < "2021-07-02") continue;
    const file = path.join(snapshots, `session_user_data${withoutDashes(day.date)}.zip`);
    await writeFile(file, await zipBytes({ "day.csv": [...day.csv()].join("") }));
  }
  await writeFile(path.join(snapshots, "session_user_data.md"), "About these snapshots");
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  const run = await project.windsock("run", "clean-all-searches");
  expect(run).toMatchObject({ exitCode: 0 });
  stdout = run.stdout;
});
afterAll(() => project?.remove());

test("has an instance of both tasks for each day, and gathers what they returned", async () => {
  expect(stdout).toMatch(/│ day\.clean +│ +10 │/);
  expect(stdout).toMatch(/│ day\.load +│ +10 │/);
  const [runId] = /(?<=out\/logs\/clean-all-searches\/)[^/\n]+/.exec(stdout) ?? [];
  const log = await project.read(`out/logs/clean-all-searches/${runId}/report/attempt-1.log`);
  expect(log).toContain("Loaded 10 days with ");
});

test("leaves the published figures in the warehouse", async () => {
  const { stdout: table } = await project.windsock("sql", query, "--format", "csv");
  const published = await readFile(
    path.join(import.meta.dirname, "golden/search_stats.published.csv"),
    "utf8",
  );
  expect(`${table}\n`).toBe(published);
});
