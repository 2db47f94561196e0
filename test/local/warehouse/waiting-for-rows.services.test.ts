// A sensor that keeps its place would keep the embedded warehouse from the task that makes what it waits for.
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../../compiler/test-project.ts";
import { environment } from "./embedded-project.ts";

const module = `import { connection, Dag, defineOperator } from "windsock";
import { warehouse } from "windsock/hooks";
import { sqlSensor } from "windsock/sensors";
import * as z from "zod";

const insert = defineOperator({
  name: "InsertOperator",
  connections: { warehouse },
  run: async ({ connections }) => {
    await connections.warehouse.query("insert into listings values (3)");
  },
});
const rows = sqlSensor(z.object({ rows: z.number() }));
const given = { warehouse: connection("redshift") };
const dag = new Dag("rows", { startDate: "2026-01-01" });
const wait = dag.sensor("wait", rows, { pokeInterval: { seconds: 0.2 }, priorityWeight: 2 })(
  { sql: "select count(*) as rows from listings" },
  given,
);
dag.task("insert", insert)({}, given);
dag.task("read", { rows: wait.output.rows }, ({ input }) => input.rows);
export default dag;
`;

let project: TestProject;
beforeAll(async () => {
  project = await TestProject.create({ "dags-ts/rows.ts": module, ".env": environment });
  await project.windsock("sql", "create table listings (rows int)");
});
afterAll(() => project?.remove());

test("a sensor gives the warehouse to the task that fills it", async () => {
  const { exitCode, stdout } = await project.windsock("run", "rows", "--jobs", "1");
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("1 run")]);
  const records = (await project.read("out/state/rows.jsonl"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const tasks = records.filter(({ kind }) => kind === "task");
  expect(tasks).toMatchObject([
    { taskId: "insert" },
    { taskId: "wait", value: { rows: 1 }, tries: 1 },
    { taskId: "read", value: 1 },
  ]);
});
