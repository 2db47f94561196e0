import { expect, test } from "vitest";
import { handedOn, replacedWarehouses } from "../../src/airflow/project-values.ts";
import { Environment } from "../../src/model/connection/environment.ts";
import { defaultSettings } from "../../src/model/settings.ts";

const project = { folder: "/projects/shop", name: "shop", settings: defaultSettings };
const environment = new Environment(project.folder, [
  {
    AIRFLOW_VAR_KEY: "prices.csv",
    AIRFLOW_CONN_FILES: "fs://?path=out%2Ffiles",
    AIRFLOW_CONN_DB: '{"conn_type": "pglite", "extra": {"path": "out/Db-1"}}',
    AIRFLOW_CONN_SAME: '{"conn_type": "pglite", "extra": {"path": "/projects/shop/out/Db-1"}}',
    AIRFLOW_CONN_OTHER: '{"conn_type": "pglite", "extra": {"path": "out/db_1"}}',
    AIRFLOW_CONN_REAL: "postgres://me:p%40ss@db.example.com:5433/shop?sslmode=require",
  },
]);

test("each folder of an embedded warehouse gets a database of its own, the same at every start", () => {
  expect(replacedWarehouses(project, environment)).toEqual([
    { connId: "db", folder: "out/Db-1", database: "out_db_1_9f4004" },
    { connId: "other", folder: "out/db_1", database: "out_db_1_5ad5fb" },
    { connId: "same", folder: "out/Db-1", database: "out_db_1_9f4004" },
  ]);
});

test("connections reach Airflow in its own form, embedded warehouses as servers, folders as they are", () => {
  const server = { ...environment.connection("real"), connId: "db", password: "secret" };
  const values = handedOn(environment, new Map([["db", server]]));
  expect(values.AIRFLOW_VAR_KEY).toBe("prices.csv");
  expect(JSON.parse(values.AIRFLOW_CONN_FILES ?? "")).toMatchObject({
    conn_type: "fs",
    extra: { path: "/projects/shop/out/files" },
  });
  expect(JSON.parse(values.AIRFLOW_CONN_DB ?? "")).toMatchObject({
    conn_type: "postgres",
    password: "secret",
  });
  expect(JSON.parse(values.AIRFLOW_CONN_REAL ?? "")).toEqual({
    conn_type: "postgres",
    host: "db.example.com",
    login: "me",
    password: "p@ss",
    schema: "shop",
    port: 5433,
    extra: { sslmode: "require" },
  });
});
