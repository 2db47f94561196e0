// What the process of a task loads: each of these costs a small task as much as its work does.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, connectionToJson } from "../../src/model/connection/connection.ts";
import { TestProject } from "../compiler/test-project.ts";
import { laterNodes, nodeProgram } from "../services/node.ts";
import { startPostgres } from "../services/postgres.ts";
import { startS3 } from "../services/s3.ts";

const postgres = await startPostgres();
const s3 = await startS3();
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
  async run({ connections }) {
    await connections.store.checkAccess("listings");
    const loaded = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;
    const names = ["http", "https", "child_process", "internal/deps/undici/undici"];
    return names.filter((name) => loaded.includes("NativeModule " + name));
  },
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
  await s3?.stop();
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

describe.each([process.versions.node, ...Object.values(laterNodes)])(
  "In Node.js %s, an object store",
  (version) => {
    async function loaded(connection: Connection): Promise<string[]> {
      const node = await nodeProgram(version === process.versions.node ? undefined : version);
      const bundle = path.join(project.folder, "generated/bundles/starts/look.mjs");
      const env = { AIRFLOW_CONN_LISTINGS_STORE: connectionToJson(connection) };
      const { stdout } = await execa(node, [bundle], { env });
      return JSON.parse(stdout);
    }

    test("loads nothing of the network when it is a folder", async () => {
      await mkdir(path.join(project.folder, "store/listings"), { recursive: true });
      const extra = { path: path.join(project.folder, "store") };
      const folder: Connection = { connId: "listings_store", connType: "fs", ...noFields, extra };
      expect(await loaded(folder)).toEqual([]);
    });

    test.skipIf(!s3)("loads HTTP alone when it is S3, and nothing of fetch", async () => {
      if (!s3) return;
      await s3.client.send(new CreateBucketCommand({ Bucket: "listings" })).catch(() => undefined);
      expect(await loaded(s3.connection({ connId: "listings_store" }))).toEqual(["http", "https"]);
    });
  },
);

const noFields = { host: null, login: null, password: null, schema: null, port: null };
