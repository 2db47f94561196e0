// What people are asked, and the types of their answers.
import { expectTypeOf, test } from "vitest";
import { Dag, type Task } from "windsock";
import * as z from "zod";

const dag = new Dag("asks");

test("an answer has the type of what was asked", () => {
  expectTypeOf(dag.approval("a", { subject: "?" })).toEqualTypeOf<Task<"Approve" | "Reject">>();
  expectTypeOf(dag.choice("b", { subject: "?", options: ["x", "y"] })).toEqualTypeOf<Task<"x" | "y">>();
  const several = dag.choice("c", { subject: "?", options: ["x", "y"], multiple: true });
  expectTypeOf(several).toEqualTypeOf<Task<("x" | "y")[]>>();
  const form = dag.form("d", { subject: "?", fields: z.object({ rows: z.int().default(0) }) });
  expectTypeOf(form).toEqualTypeOf<Task<{ rows: number }>>();
});

test("a default is one of the options, and each option is a case", () => {
  const region = dag.choice("e", { subject: "?", options: ["eu", "us"], defaults: "eu" });
  // @ts-expect-error
  dag.choice("f", { subject: "?", options: ["eu", "us"], defaults: "uk" });
  // @ts-expect-error
  dag.switch(region, { eu: dag.empty("g") });
  // @ts-expect-error
  dag.approval("h", { subject: "?", defaults: "Perhaps" });
});
