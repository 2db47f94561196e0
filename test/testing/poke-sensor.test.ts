import { expect, test } from "vitest";
import { AirflowFailException, Dag, defineSensor, done, rawConnection } from "windsock";
import { pokeSensor, runDag } from "windsock/testing";
import * as z from "zod";

const arrival = defineSensor({
  name: "ArrivalSensor",
  input: z.object({ day: z.string(), least: z.number().default(2) }),
  output: z.object({ rows: z.number() }),
  connections: { api: rawConnection },
  poke({ input, connections, log }) {
    log.info(`asks ${connections.api.host} with ${connections.api.password}`);
    if (input.day === "wrong") return done({ rows: "3" }) as never;
    if (input.day === "never") throw new AirflowFailException("never");
    return input.day > "2026" ? done({ rows: input.least }) : false;
  },
});
const connections = { api: "http://me:s3cret-word@example.com" };

test("a sensor looks once", async () => {
  const look = await pokeSensor(arrival, { input: { day: "2026-01-01" }, connections });
  expect(look).toEqual({ isDone: true, value: { rows: 2 }, log: ["INFO    asks example.com with ***"] });
  expect(await pokeSensor(arrival, { input: { day: "2025-01-01" }, connections })).toEqual({
    isDone: false,
    log: ["INFO    asks example.com with ***"],
  });
});

test("a sensor without a value says that it is done", async () => {
  const late = defineSensor({ name: "Late", poke: ({ context }) => context.tryNumber > 1 });
  const given = { input: {}, connections: {} };
  expect(await pokeSensor(late, given)).toEqual({ isDone: false, log: [] });
  expect(await pokeSensor(late, { ...given, tryNumber: 2 })).toEqual({ isDone: true, value: null, log: [] });
});

test("what it throws is handed on, and what does not fit is refused", async () => {
  const poke = (day: unknown) => pokeSensor(arrival, { input: { day: day as string }, connections });
  await expect(poke("never")).rejects.toThrow("never");
  await expect(poke("wrong")).rejects.toThrow(
    /What ArrivalSensor returned does not fit its schema[\s\S]*at rows/,
  );
  await expect(poke(3)).rejects.toThrow(/The input of ArrivalSensor does not fit its schema[\s\S]*at day/);
});

test.each([undefined, null, 1, "yes", {}, { isDone: false }])("%j is no answer", async (returned) => {
  const odd = defineSensor({ name: "Odd", poke: () => returned as never });
  const look = pokeSensor(odd, { input: {}, connections: {} });
  await expect(look).rejects.toThrow(
    /The poke of Odd returned .* It returns false for "not yet", and true or done/,
  );
  await expect(look).rejects.toBeInstanceOf(AirflowFailException);
});

test("in a run they wait in no time, and time out after as much as they would", async () => {
  let looks = 0;
  const dag = new Dag("waits", { defaults: { retries: 2 } });
  const counted = dag.sensor("counted", () => (++looks < 5 ? false : done({ looks })))();
  dag.task("read", { looks: counted.output.looks }, ({ input }) => input.looks);
  const hour = { pokeInterval: { minutes: 10 }, timeout: { hours: 1 } };
  dag.sensor("times_out", ({ log }) => Boolean(log.info("looks")), { ...hour, mode: "reschedule" })();
  dag.sensor("soft", () => false, { ...hour, softFail: true })();
  dag.sensor("stood_in_for", () => done(3))();
  const { tasks } = await runDag(dag, { tasks: { stood_in_for: 4 } });
  expect(tasks.read?.output).toBe(5);
  expect(tasks.times_out).toMatchObject({ state: "failed", tries: 1 });
  expect(tasks.times_out?.log.filter((line) => line.includes("looks"))).toHaveLength(8);
  expect(tasks.soft?.state).toBe("skipped");
  expect(tasks.stood_in_for?.output).toBe(4);
});
