import { expect, test } from "vitest";
import { runDag, runOperator } from "windsock/testing";
import dag from "./dags-ts/count-listings.ts";
import { countRows } from "./dags-ts/operators/count-rows.ts";

test("counts the lines of an object", async () => {
  const { value } = await runOperator(countRows, {
    input: { bucket: "examples", key: "raw/three-lines.csv" },
    connections: { store: "fs://?path=test" },
  });
  expect(value).toEqual({ rows: 3 });
});

test("reports what was counted", async () => {
  const { state, tasks } = await runDag(dag, { tasks: { count_rows: { rows: 7 } } });
  expect(state).toBe("success");
  expect(tasks.report?.log).toEqual(["INFO    7 listings"]);
});
