import { expect, test } from "vitest";
import { entriesOf } from "../../../src/model/expression/entries-of.ts";
import { Expression } from "../../../src/model/expression/expression.ts";
import { readsOf } from "../../../src/model/expression/reads-of.ts";

const variable = { kind: "variable", key: "bucket", json: false, path: [] } as const;
const output = { kind: "output", taskId: "clean", path: ["rows", 0] } as const;
const jinja = { kind: "jinja", source: "macros.uuid()" } as const;

/** One expression of each kind. */
const item: Expression = {
  kind: "item",
  of: "task",
  list: { kind: "output", taskId: "l", path: [] },
  path: ["a"],
};
const everything: Expression = {
  kind: "object",
  entries: {
    plain: { kind: "literal", value: { a: [1, null] } },
    day: { kind: "run", field: "ds" },
    list: { kind: "list", items: [variable, { kind: "connection", connId: "s3", field: "host" }] },
    text: { kind: "template", parts: [{ kind: "param", name: "limit", path: [] }, output] },
    events: { kind: "asset_events", uri: "s3://x/a", path: [] },
    past: {
      ...{ kind: "inlet_events", uri: "s3://x/b", path: [0], ascending: false, limit: 3 },
      ...{ after: variable, before: { kind: "run", field: "ds" } },
    },
    raw: jinja,
    mapped: {
      kind: "combination",
      how: "zip",
      lists: [
        { kind: "outputs", taskId: "m", path: [0] },
        { kind: "combination", how: "concat", lists: [] },
      ],
    },
    item,
    sibling: { kind: "output", taskId: "s", path: [], sameInstance: true },
  },
};

test("an expression of every kind is read back as it was", () => {
  expect(Expression.parse(JSON.parse(JSON.stringify(everything)))).toEqual(everything);
});

test.each([
  { kind: "map", items: [] },
  { kind: "list", items: [{ kind: "output", taskId: "a" }] },
  { kind: "run", field: "yesterday" },
])("$kind that is none is refused", (wrong) => {
  expect(Expression.safeParse(wrong).success).toBe(false);
});

test("what an expression reads is found at any depth", () => {
  expect(readsOf([everything, output])).toEqual({
    variables: [variable, variable],
    connections: ["s3"],
    params: ["limit"],
    python: [],
    outputs: [
      output,
      { kind: "outputs", taskId: "m", path: [0] },
      { kind: "output", taskId: "s", path: [], sameInstance: true },
      output,
    ],
    items: [item],
    combinations: [
      expect.objectContaining({ how: "zip" }),
      { kind: "combination", how: "concat", lists: [] },
    ],
    assets: ["s3://x/a"],
    inlets: ["s3://x/b"],
    jinja: [jinja],
  });
});

test("only an object that is written out has entries", () => {
  expect(Object.keys(entriesOf(everything) ?? {})).toEqual([
    "plain",
    "day",
    "list",
    "text",
    "events",
    "past",
    "raw",
    "mapped",
    "item",
    "sibling",
  ]);
  expect(entriesOf({ kind: "literal", value: { a: 1 } })).toBeUndefined();
  expect(entriesOf(output)).toBeUndefined();
});
