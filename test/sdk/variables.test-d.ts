// What may be written to a Variable, and what a reader of it gets.
import { expectTypeOf, test } from "vitest";
import { Dag, defineVariable, type Variables } from "windsock";
import * as z from "zod";

const watermark = defineVariable("watermark", z.object({ id: z.int() }), { fallback: { id: 0 } });
const currency = defineVariable("currency", z.enum(["EUR", "USD"]));
declare const variables: Variables;

test("a writer gives what the schema takes", () => {
  variables.set(watermark, { id: 1 });
  variables.set(currency, "EUR");
  variables.delete(watermark);
  // @ts-expect-error
  variables.set(watermark, { id: "1" });
  // @ts-expect-error
  variables.set(currency, "GBP");
  // @ts-expect-error
  variables.set(currency, { id: 1 });
  // @ts-expect-error
  variables.set("currency", "EUR");
});

test("a reader gets what the schema makes", () => {
  const dag = new Dag("reads");
  dag.task("read", { id: watermark.id, currency, all: watermark }, ({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ id: number; currency: "EUR" | "USD"; all: { id: number } }>();
  });
  // @ts-expect-error
  watermark.day;
});

test("its value is JSON, and so is its fallback", () => {
  // @ts-expect-error
  defineVariable("date", z.date());
  // @ts-expect-error
  defineVariable("watermark", z.object({ id: z.int() }), { fallback: { id: "0" } });
});
