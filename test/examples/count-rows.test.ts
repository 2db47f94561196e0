import { expect, test } from "vitest";
import { dagModel, dagProblems, runOperator } from "windsock/testing";
import dag from "./dags-ts/count-listings.ts";
import { countRows } from "./dags-ts/operators/count-rows.ts";

test("counts the lines of an object", async () => {
  const { value } = await runOperator(countRows, {
    input: { bucket: "examples", key: "raw/three-lines.csv" },
    connections: { store: "fs://?path=test" },
  });
  expect(value).toEqual({ rows: 3 });
});

test("reports after counting", () => {
  expect(dagProblems(dag)).toEqual([]);
  expect(dagModel(dag).tasks.find(({ taskId }) => taskId === "report")?.upstream).toEqual(["count_rows"]);
});
