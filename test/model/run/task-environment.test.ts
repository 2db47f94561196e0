import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inheritedVariables, privatePrefixes } from "../../../src/model/run/task-environment.ts";

test("a task inherits all but settings, variables, connections and what another task was told", () => {
  const inherited = {
    PATH: "/bin",
    AIRFLOW_HOME: "/opt/airflow",
    AIRFLOW_CTX_DAG_ID: "outer",
    MY_AIRFLOW_CONN_COUNT: "1",
  };
  const kept = {
    AIRFLOW__CORE__FERNET_KEY: "secret",
    AIRFLOW_CONN_AWS_CONN: "aws://",
    AIRFLOW_VAR_BUCKET: "b",
    WINDSOCK_REQUEST: "{}",
    airflow_conn_other: "aws://",
  };
  expect(inheritedVariables({ ...inherited, ...kept, GONE: undefined })).toEqual(inherited);
});

test("a task that Airflow starts inherits by the same rule", () => {
  const source = readFileSync("src/python/running.py", "utf8");
  const [, list = ""] = /^PRIVATE = \((.*)\)$/m.exec(source) ?? [];
  expect(list.split(", ").map((text) => JSON.parse(text))).toEqual([...privatePrefixes]);
});
