// The example of docs/hooks.md as a project: built, then run on an HTTP API and a MariaDB.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMariaDb } from "../services/mariadb.ts";
import { DocsProject } from "./project.ts";

const server = await startMariaDb();
afterAll(() => server?.stop());

const pages: Readonly<Record<string, unknown>> = {
  "2026-01-01,1": { listings: [{ id: 1, city: "Linz", price: 200 }], next: 2 },
  "2026-01-01,2": { listings: [{ id: 2, city: "Graz", price: 100.5 }], next: null },
  "2026-01-02,1": { listings: [], next: null },
};
let refusals = 1;
const api = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "", "http://localhost");
  if (request.headers.authorization !== "Bearer t0ken-of-the-api") response.writeHead(401).end();
  else if (refusals-- > 0) response.writeHead(503, { "retry-after": "0" }).end();
  else response.end(JSON.stringify(pages[`${searchParams.get("day")},${searchParams.get("page")}`]));
});
beforeAll(() => once(api.listen(0, "127.0.0.1"), "listening"));
afterAll(() => api.close());

test.skipIf(!server)("the example builds, and copies listings from the API into MySQL", async () => {
  using project = new DocsProject();
  project.copy("docs/examples/dags-ts", "dags-ts");
  const address = { host: "127.0.0.1", port: (api.address() as AddressInfo).port, schema: "http" };
  const env = {
    AIRFLOW_CONN_LISTINGS_API: JSON.stringify({
      conn_type: "http",
      password: "t0ken-of-the-api",
      ...address,
    }),
    AIRFLOW_CONN_LISTINGS_DB: server?.connection() ?? "",
  };
  const { output: built, ...build } = await project.windsock(["build"]);
  expect({ built, ...build }).toEqual({ built, exitCode: 0 });
  const table = "create table listings (day date, id int, city text, price double, primary key (day, id))";
  project.write("dags-ts/make-table.ts", makeTable(table));
  expect((await project.windsock(["build"])).exitCode).toBe(0);
  expect(await project.windsock(["run", "make-table"], env)).toMatchObject({ exitCode: 0 });
  const days = ["run", "import-listings", "--from", "2026-01-01", "--to", "2026-01-02", "--retry-delay", "0"];
  const { output, exitCode } = await project.windsock(days, env);
  expect({ output, exitCode }).toEqual({ output, exitCode: 0 });
  expect(output).toMatch(/import_listings │ +1 │ +1 │ +0 │/);
  expect(output).not.toMatch(/t0ken-of-the-api|test-secret/);
});

const makeTable = (sql: string) => `
import { connection, Dag, defineOperator } from "windsock";
import { mysql } from "./hooks/mysql.ts";
const dag = new Dag("make-table", { schedule: "@once", startDate: "2026-01-01" });
const make = defineOperator({
  name: "MakeTableOperator",
  connections: { db: mysql },
  run: async ({ connections }) => void (await connections.db.execute(${JSON.stringify(sql)})),
});
dag.task("make", make)({}, { db: connection("listings_db") });
export default dag;
`;
