// What the process of a task loads: each of these costs a small task as much as its work does.
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { startPostgres } from "../services/postgres.ts";

const postgres = await startPostgres();
let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/operators/check.ts": `
import { defineOperator } from "windsock";
import * as z from "zod";

export const check = defineOperator({ name: "CheckOperator", input: z.object({ n: z.int() }), run: ({ input }) => input.n });
`,
    "dags-ts/operators/ask.ts": `
import { defineOperator } from "windsock";
import { warehouse } from "windsock/hooks";

const loaded = () =>
  (process as unknown as { moduleLoadList: string[] }).moduleLoadList.filter((name) => /undici/.test(name));

export const ask = defineOperator({
  name: "AskOperator",
  connections: { db: warehouse },
  async run({ connections }) {
    const rows = await connections.db.query("select 1 as one");
    const before = loaded();
    new Response(null);
    return { rows, before, after: loaded(), hasNavigator: "navigator" in globalThis };
  },
});
`,
    "dags-ts/operators/look.ts": `
import { defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";

export const look = defineOperator({
  name: "LookOperator",
  connections: { store: objectStore },
  run: ({ connections }) => connections.store.checkAccess("listings"),
});
`,
    "dags-ts/starts.ts": `
import { connection, Dag } from "windsock";
import { ask } from "./operators/ask.ts";
import { check } from "./operators/check.ts";
import { look } from "./operators/look.ts";

const dag = new Dag("starts");
dag.task("ask", ask)({}, { db: connection("warehouse") });
dag.task("look", look)({}, { store: connection("listings_store") });
dag.task("check", check)({ n: 1 });
export default dag;
`,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});

afterAll(async () => {
  await project.remove();
  await postgres.stop();
});

test("holds no zod, unless its own code has schemas", async () => {
  const hasZod = async (task: string) =>
    (await project.read(`generated/bundles/starts/${task}.mjs`)).includes('"ZodObject"');
  expect(await Promise.all(["ask", "look", "check"].map(hasZod))).toEqual([false, false, true]);
});

test("loads nothing of fetch to ask a warehouse", async () => {
  const { host, port, login, password, schema } = postgres.connection();
  const AIRFLOW_CONN_WAREHOUSE = JSON.stringify({
    conn_type: "postgres",
    ...{ host, port, login, password, schema },
  });
  const { stdout, stderr } = await project.bundle("starts/ask.mjs", [], { env: { AIRFLOW_CONN_WAREHOUSE } });
  const { rows, before, after, hasNavigator } = JSON.parse(stdout || stderr);
  expect(rows).toEqual([{ one: 1 }]);
  expect(before).toEqual([]);
  expect(after).not.toEqual([]);
  // As before: it is lent to the driver while that is loaded.
  expect(hasNavigator).toBe("navigator" in globalThis);
});
