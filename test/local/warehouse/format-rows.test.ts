import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRows } from "../../../src/local/warehouse/format-rows.ts";
import type { QueryResult } from "../../../src/local/warehouse/query.ts";

const result: QueryResult = {
  columns: [
    { name: "day", kind: "text" },
    { name: "searches", kind: "number" },
    { name: "ok", kind: "boolean" },
    { name: "detail", kind: "json" },
    { name: "note, or not", kind: "text" },
  ],
  rows: [
    ["2021-07-02", "9007199254740993", "true", '{"a": [1]}', 'says "hi"\nand goes'],
    ["2021-07-03", "-1.5", "false", null, ""],
    ["2021-07-04", null, null, null, null],
  ],
  command: "SELECT 3",
};

test("CSV has a header, line feeds, quotes where they are needed, and tells null from empty text", () => {
  expect(formatRows(result, "csv")).toBe(
    'day,searches,ok,detail,"note, or not"\n' +
      '2021-07-02,9007199254740993,true,"{""a"": [1]}","says ""hi""\nand goes"\n' +
      '2021-07-03,-1.5,false,,""\n' +
      "2021-07-04,,,,\n",
  );
});

test("a reader of CSV gets every text back", () => {
  const row = fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), (rows) => {
      const columns = ["a", "b"].map((name) => ({ name, kind: "text" as const }));
      const csv = formatRows({ columns, rows, command: "" }, "csv");
      expect(parse(csv, { record_delimiter: "\n" })).toEqual([["a", "b"], ...rows]);
    }),
  );
});

test("JSON keeps types, and numbers JavaScript would change as text", () => {
  expect(JSON.parse(formatRows(result, "json"))).toEqual([
    {
      day: "2021-07-02",
      searches: "9007199254740993",
      ok: true,
      detail: { a: [1] },
      "note, or not": 'says "hi"\nand goes',
    },
    { day: "2021-07-03", searches: -1.5, ok: false, detail: null, "note, or not": "" },
    { day: "2021-07-04", searches: null, ok: null, detail: null, "note, or not": null },
  ]);
});

test("a table has numbers on the right and says how many rows there are", () => {
  const small = { columns: result.columns.slice(0, 2), rows: [["2021-07-02", "12"]], command: "" };
  expect(formatRows(small, "table")).toBe(
    [
      "┌────────────┬──────────┐",
      "│ day        │ searches │",
      "├────────────┼──────────┤",
      "│ 2021-07-02 │       12 │",
      "└────────────┴──────────┘",
      "1 row",
      "",
    ].join("\n"),
  );
});

test("a statement that returns no rows says what it did", () => {
  expect(formatRows({ columns: [], rows: [], command: "INSERT 3" }, "table")).toBe("INSERT 3\n");
  expect(formatRows({ columns: [], rows: [], command: "INSERT 3" }, "csv")).toBe("");
});
