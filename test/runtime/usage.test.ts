import { expect, test } from "vitest";
import { usage } from "../../src/runtime/usage.ts";
import { taskProgram } from "./task-program.ts";

test("the help of a bundle says what the task takes, and where the DAG takes it from", () => {
  const program = taskProgram({
    doc: "Loads a day.",
    input: {
      kind: "object",
      entries: {
        key: {
          kind: "template",
          parts: [
            { kind: "literal", value: "raw/" },
            { kind: "run", field: "ds_nodash" },
          ],
        },
        host: { kind: "connection", connId: "db", field: "host" },
        rows: { kind: "output", taskId: "count", path: ["parts", 0] },
        limit: { kind: "param", name: "limit", path: [] },
      },
    },
    inputSchema: {
      properties: {
        key: { type: "string", description: "Which object" },
        host: {},
        rows: { type: "integer", minimum: -9007199254740991, maximum: 10 },
        limit: { enum: ["few", "all"], default: "few" },
      },
    },
    connections: { store: "aws_conn" },
    params: { limit: { type: "string", default: "few" } },
  });
  const rows = usage(program, "node load.mjs")
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/g, " | "));
  expect(rows).toEqual(
    expect.arrayContaining([
      "Task load of DAG sample (LoadOperator)",
      "Loads a day.",
      "Usage: node load.mjs [--date 2021-07-02] [--input name=value ...] [--param name=value ...] [--from-last-run]",
      'key | string; Which object; from "raw/" + ds_nodash',
      "host | from connection db, host",
      "rows | integer <= 10; from the output of task count.parts.0",
      'limit | "few" | "all"; default "few"; from param limit',
      'limit | string; default "few"',
      'AIRFLOW_CONN_AWS_CONN | the task\'s "store", as a URI or JSON',
    ]),
  );
});

test("a task that takes nothing has no empty sections in its help", () => {
  const text = usage(taskProgram(), "node load.mjs");
  expect(text).not.toMatch(/Inputs|Params|Connections/);
  expect(text).not.toMatch(/\n\n\n/);
});
