import { describe, expect, test } from "vitest";
import { AirflowFailException, AirflowSkipException, defineOperator, rawConnection } from "windsock";
import { runOperator } from "windsock/testing";
import * as z from "zod";

const greet = defineOperator({
  name: "GreetOperator",
  input: z.object({ name: z.string(), times: z.number().int().default(1) }),
  output: z.object({ text: z.string(), note: z.string().optional() }),
  connections: { door: rawConnection },
  run({ input, connections, context, log }) {
    log.info(`knocking at ${connections.door.host}`);
    if (input.name === "nobody") throw new AirflowSkipException("nobody is home");
    if (input.name === "wrong") return { text: 1 } as never;
    return { text: `${`hello ${input.name} `.repeat(input.times)}on ${context.dates.ds}`, note: undefined };
  },
});
const connections = { door: "http://example.com:8080" };

describe("runOperator", () => {
  test("fills in defaults, opens connections, and returns the value as JSON carries it", async () => {
    const input = { name: "you", times: 2 };
    const { value, log } = await runOperator(greet, { input, connections, logicalDate: "2021-07-02" });
    expect(value).toEqual({ text: "hello you hello you on 2021-07-02" });
    expect(Object.keys(value)).toEqual(["text"]);
    expect(log).toEqual(["INFO    knocking at example.com"]);
  });

  test("hands on a skip", async () => {
    const run = runOperator(greet, { input: { name: "nobody" }, connections });
    await expect(run).rejects.toThrow(AirflowSkipException);
  });

  test("refuses input that does not fit the schema, naming the place", async () => {
    const run = runOperator(greet, { input: { name: "you", times: 1.5 }, connections });
    await expect(run).rejects.toThrow(/The input of GreetOperator does not fit its schema:[\s\S]*at times/);
  });

  test("refuses a result that does not fit the schema", async () => {
    const run = runOperator(greet, { input: { name: "wrong" }, connections, logicalDate: "2021-07-02" });
    await expect(run).rejects.toThrow(/What GreetOperator returned does not fit its schema:[\s\S]*at text/);
    await expect(run).rejects.toBeInstanceOf(AirflowFailException);
  });

  test("says that a run without a logical date has no ds", async () => {
    const run = runOperator(greet, { input: { name: "you" }, connections });
    await expect(run).rejects.toThrow(/has no logical date/);
  });

  test("makes the run of a day as a bundle by hand does, in UTC on every machine", async () => {
    const tell = defineOperator({
      name: "TellOperator",
      output: z.object({
        ds: z.string(),
        runId: z.string(),
        dataIntervalStart: z.string().nullable(),
        dataIntervalEnd: z.string().nullable(),
        tryNumber: z.number(),
      }),
      run: ({ context }) => ({ ...context.dates, ...context }),
    });
    const { value } = await runOperator(tell, {
      input: {},
      connections: {},
      logicalDate: "2021-07-02T06:00",
    });
    expect(value).toMatchObject({
      ds: "2021-07-02",
      runId: "manual__2021-07-02T06:00:00+00:00",
      dataIntervalStart: "2021-07-02T06:00:00.000Z",
      dataIntervalEnd: "2021-07-03T06:00:00.000Z",
      tryNumber: 1,
    });
  });

  test("refuses a day that does not exist", async () => {
    const run = runOperator(greet, { input: { name: "you" }, connections, logicalDate: "2021-02-30" });
    await expect(run).rejects.toThrow('logicalDate "2021-02-30" is not a date.');
  });
});
