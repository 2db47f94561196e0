// Variables that tasks write: what is stored, who sees it, and what is refused.
import { expect, test } from "vitest";
import { Dag, defineOperator, defineVariable, type TaskArgs } from "windsock";
import { runDag, runOperator } from "windsock/testing";
import * as z from "zod";

const watermark = defineVariable("listings_watermark", z.object({ id: z.int(), day: z.iso.date() }));
const currency = defineVariable("currency", z.enum(["EUR", "USD"]), { fallback: "EUR" });

const writing = (write: (args: TaskArgs<{ currency: string }>) => void) => {
  const dag = new Dag("writes", { startDate: "2026-01-01" });
  const wrote = dag.task("write", write)({ currency });
  dag.task("read", { id: watermark.id, currency }, ({ input }) => input).after(wrote);
  return dag;
};

test("a later task reads what an earlier one has written: text as text, all else as JSON", async () => {
  const dag = writing(({ input, variables }) => {
    variables.set(watermark, { id: 7, day: "2026-01-01" });
    variables.set(currency, input.currency === "EUR" ? "USD" : "EUR");
  });
  const { state, tasks, variables } = await runDag(dag);
  expect(state).toBe("success");
  expect(variables).toEqual({ listings_watermark: '{"id":7,"day":"2026-01-01"}', currency: "USD" });
  expect(tasks.read?.output).toEqual({ id: 7, currency: "USD" });
});

test("of several writes the last one counts, and a deleted one has its fallback", async () => {
  const dag = writing(({ variables }) => {
    variables.set(watermark, { id: 7, day: "2026-01-01" });
    variables.set(watermark, { id: 8, day: "2026-01-01" });
    variables.delete(currency);
  });
  const { tasks, variables } = await runDag(dag, { variables: { currency: "USD" } });
  expect(variables).toEqual({ listings_watermark: '{"id":8,"day":"2026-01-01"}', currency: null });
  expect(tasks.read?.output).toEqual({ id: 8, currency: "EUR" });
});

test("a try that fails writes nothing", async () => {
  const dag = writing(({ variables }) => {
    variables.set(watermark, { id: 7, day: "2026-01-01" });
    throw new Error("no luck");
  });
  expect(await runDag(dag)).toMatchObject({ state: "failed", variables: {} });
});

test("what nobody has written fails who reads it, when it does", async () => {
  const { state, tasks } = await runDag(writing(() => {}));
  expect(state).toBe("failed");
  expect(tasks.read?.log.join()).toContain('Variable "listings_watermark" does not exist');
});

test("what does not fit the schema fails the task for good, and quotes nothing", async () => {
  const password = defineVariable("password", z.string().min(8));
  const dag = new Dag("short", { startDate: "2026-01-01", defaults: { retries: 2 } });
  dag.task("write", ({ variables }) => variables.set(password, "geheim"))();
  const { tasks } = await runDag(dag);
  expect(tasks.write).toMatchObject({ state: "failed", tries: 1 });
  expect(tasks.write?.log.join("\n")).toContain('What is to be Variable "password" does not fit its schema');
  expect(tasks.write?.log.join("\n")).not.toContain("geheim");
});

test("stored is what the schema makes of the value", async () => {
  const day = defineVariable(
    "day",
    z.object({ at: z.date().transform((at) => at.toISOString().slice(0, 10)) }),
  );
  const write = defineOperator({
    name: "WriteOperator",
    run: ({ variables }) => variables.set(day, { at: new Date("2026-01-02T03:00:00Z") }),
  });
  const { variables } = await runOperator(write, { input: {}, connections: {} });
  expect(variables).toEqual({ day: '{"at":"2026-01-02"}' });
});
