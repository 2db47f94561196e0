// Schemas of params in the form that Airflow's trigger forms read: the values that they take stay the same.
import { expect, test } from "vitest";
import * as z from "zod";
import { formSchema } from "../../../src/compiler/emit/param-form.ts";
import { problemOf } from "../../../src/model/run/json-schema-check.ts";
import { jsonSchema } from "../../../src/sdk/describe/json-schema-of.ts";

const values = [
  null,
  "",
  "a",
  "all",
  "2026-01-01",
  true,
  -1,
  0,
  3,
  3.5,
  200,
  [],
  [1],
  ["a"],
  {},
  { name: "x" },
];

test.each<[z.ZodType, object]>([
  [z.string().nullable(), { type: ["string", "null"] }],
  [z.iso.date().nullable(), { type: ["string", "null"], format: "date" }],
  [
    z.string().min(1).max(3).nullable().meta({ title: "Name", section: "Who" }),
    { type: ["string", "null"], minLength: 1, maxLength: 3, title: "Name", section: "Who" },
  ],
  [z.union([z.int().min(0).max(100), z.string()]), { type: ["integer", "string"], minimum: 0, maximum: 100 }],
  [z.union([z.boolean(), z.string(), z.null()]), { type: ["boolean", "string", "null"] }],
  [z.union([z.string(), z.array(z.number())]), { type: ["string", "array"], items: { type: "number" } }],
  [z.enum(["a", "all"]).nullable(), { type: ["string", "null"], enum: ["a", "all", null] }],
  [z.literal([1, 3, null]), { type: ["number", "null"], enum: [1, 3, null] }],
  [z.union([z.enum(["a"]), z.literal([3, 4])]), { type: ["string", "number"], enum: ["a", 3, 4] }],
  // Not the same in one: of each of these, a part would hold for values of another.
  [z.union([z.enum(["a"]), z.int()]), { anyOf: expect.anything() }],
  [z.union([z.int().min(0), z.number().max(-1)]), { anyOf: expect.anything() }],
  [z.union([z.string().max(1), z.iso.date()]), { anyOf: expect.anything() }],
  [z.union([z.string().meta({ title: "A" }), z.int()]), { anyOf: expect.anything() }],
])("%#", (schema, expected) => {
  const before = jsonSchema(schema, "input");
  const after = formSchema(before);
  const bounds = new Set([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
  const said = Object.entries(after).filter(([, value]) => !bounds.has(value as number));
  const { propertyNames: _, additionalProperties: __, ...shown } = Object.fromEntries(said);
  expect(shown).toEqual(expected);
  for (const value of values) {
    expect([value, problemOf(after, value) === undefined]).toEqual([
      value,
      problemOf(before, value) === undefined,
    ]);
  }
});
