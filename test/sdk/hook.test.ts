// What becomes of a hook's connection and clients while a task runs.
import { beforeEach, describe, expect, test } from "vitest";
import { AirflowFailException, type Client, defineHook, defineOperator } from "windsock";
import { runOperator } from "windsock/testing";
import * as z from "zod";

let told: string[] = [];
beforeEach(() => {
  told = [];
});

/** A hook that tells what it does, and fails where it is asked to. */
const door = defineHook({
  name: "DoorHook",
  connTypes: ["door"],
  open({ host, extra }): Client {
    if (extra.stuck === "open") throw new Error(`${host} does not open`);
    told.push(`open ${host}`);
    return {
      async close() {
        told.push(`close ${host}`);
        if (extra.stuck === "close") throw new Error(`${host} does not close`);
      },
    };
  },
});

function passing(run: () => string = () => "through") {
  return defineOperator({
    name: "PassOperator",
    output: z.string(),
    connections: { front: door, back: door },
    run,
  });
}

const wayOut = (operator: ReturnType<typeof passing>, front: string, back: string) =>
  runOperator(operator, { input: {}, connections: { front, back } });

describe("clients", () => {
  test("are closed when the task ends, the last one first", async () => {
    const { value } = await wayOut(passing(), "door://front", "door://back");
    expect({ value, told }).toEqual({
      value: "through",
      told: ["open front", "open back", "close back", "close front"],
    });
  });

  test("are closed when another one does not open", async () => {
    const way = wayOut(passing(), "door://front", "door://back?stuck=open");
    await expect(way).rejects.toThrow("back does not open");
    expect(told).toEqual(["open front", "close front"]);
  });

  test("are all closed when one of them fails to, which fails the task", async () => {
    const way = wayOut(passing(), "door://front", "door://back?stuck=close");
    await expect(way).rejects.toThrow("back does not close");
    expect(told).toEqual(["open front", "open back", "close back", "close front"]);
  });

  test("that fail to close do not hide why the task failed", async () => {
    const falling = passing(() => {
      throw new AirflowFailException("fell down");
    });
    const way = wayOut(falling, "door://front", "door://back?stuck=close");
    await expect(way).rejects.toThrow(new AirflowFailException("fell down"));
    expect(told).toContain("close front");
  });
});

describe("a hook's schema of the extra", () => {
  const timed = defineHook({
    name: "TimedHook",
    connTypes: ["timed"],
    extra: z.strictObject({ timeout: z.coerce.number().positive().default(30) }),
    open: ({ extra }) => ({ timeout: extra.timeout }),
  });
  const read = defineOperator({
    name: "ReadOperator",
    output: z.number(),
    connections: { timed },
    run: ({ connections }) => connections.timed.timeout,
  });
  const run = (connection: string) => runOperator(read, { input: {}, connections: { timed: connection } });

  test("reads it: as text from a URI, or with its defaults", async () => {
    expect((await run("timed://host?timeout=5")).value).toBe(5);
    expect((await run("timed://host")).value).toBe(30);
  });

  test("refuses what it does not know, by name, without retries, and quotes no value", async () => {
    const refused = run("timed://host?timeout=-1&token=s3cr3t");
    await expect(refused).rejects.toBeInstanceOf(AirflowFailException);
    await expect(refused).rejects.toThrow(
      /^The extra of connection "timed" does not fit TimedHook:[\s\S]*"token"[\s\S]*at timeout$/,
    );
    await expect(refused).rejects.not.toThrow("s3cr3t");
  });
});
