import { expect, test } from "vitest";
import * as z from "zod";
import { jsonSchema } from "../../src/sdk/describe/json-schema-of.ts";
import { schemaText } from "../../src/show/schema-text.ts";

test.each([
  [z.object({ rows: z.int(), part: z.string().optional() }), "{ rows: integer, part?: string }"],
  [z.array(z.union([z.string(), z.number()])), "(string | number)[]"],
  [z.array(z.object({ "a b": z.boolean() })), '{ "a b": boolean }[]'],
  [z.array(z.object({ a: z.object({ b: z.int() }) }).nullable()), "({ a: { b: integer } } | null)[]"],
  [z.enum(["fast", "exact"]).nullable(), '"fast" | "exact" | null'],
  [z.literal(3), "3"],
  [z.iso.date(), "string (date)"],
  [z.record(z.string(), z.number()), "{ [name]: number }"],
  [z.tuple([z.string(), z.number()]), "[string, number]"],
  [z.object({ a: z.int() }).and(z.object({ b: z.int() })), "{ a: integer, b: integer }"],
  [
    z.union([z.object({ a: z.int() }), z.array(z.string())]).and(z.object({ b: z.int() })),
    "({ a: integer } | string[]) & { b: integer }",
  ],
  [z.object({}), "{}"],
  [z.any(), "any"],
  [z.never(), "any"],
  [z.null(), "null"],
])("a schema is said in a line, as a type: %#", (schema, text) => {
  expect(schemaText(jsonSchema(schema, "output"))).toBe(text);
});

test("a schema that contains itself is named where its author named it", () => {
  const tree: z.ZodType = z.lazy(() => z.object({ children: z.array(tree) }));
  const named: z.ZodType = z.object({ children: z.array(z.lazy(() => named)) }).meta({ id: "Tree" });
  expect(schemaText(jsonSchema(z.object({ tree }), "output"))).toBe("{ tree: any }");
  expect(schemaText(jsonSchema(z.object({ tree: named }), "output"))).toBe("{ tree: Tree }");
});
