import { describe, expect, test } from "vitest";
import { endOfPoke, endOfTime, nextPoke } from "../../../src/local/schedule/poke-rules.ts";
import type { PokeResult } from "../../../src/local/schedule/try-result.ts";
import type { SensorTask } from "../../../src/model/dag/task-model.ts";
import { plainError } from "../../../src/model/run/task-error.ts";

type Options = Partial<SensorTask>;

const sensor = (options: Options): SensorTask => ({
  kind: "sensor",
  taskId: "wait",
  operatorName: "WaitSensor",
  position: { file: "dags-ts/a.ts", line: 1, column: 1 },
  options: {},
  upstream: [],
  input: { kind: "literal", value: null },
  inputSchema: {},
  connections: {},
  inlets: [],
  outlets: [],
  ...options,
});

const results: Readonly<Record<string, PokeResult>> = {
  notDone: { kind: "not_done" },
  done: { kind: "success", value: 3 },
  skip: { kind: "skip", reason: "no" },
  fail: { kind: "fail", reason: "no" },
  error: { kind: "error", reason: "exit code 1", error: plainError("Error", "broken") },
  timeout: { kind: "error", reason: "too long", error: plainError("AirflowTaskTimeout", "too long") },
  stopped: { kind: "stopped" },
};

describe("a poke", () => {
  const goesOn = undefined;
  test.each<[string, Options, string | undefined]>([
    ["notDone", { softFail: true }, goesOn],
    ["done", {}, "success"],
    ["skip", { silentFail: true }, "skip"],
    ["stopped", { softFail: true }, "stopped"],
    ["fail", {}, "fail"],
    ["fail", { softFail: true }, "skip"],
    ["fail", { neverFail: true }, "skip"],
    ["fail", { silentFail: true }, "fail"],
    ["error", {}, "error"],
    ["error", { softFail: true }, "error"],
    ["error", { neverFail: true }, "skip"],
    ["error", { silentFail: true }, goesOn],
    ["error", { silentFail: true, neverFail: true }, goesOn],
    ["timeout", {}, "error"],
    ["timeout", { softFail: true }, "skip"],
    ["timeout", { neverFail: true }, "skip"],
    ["timeout", { silentFail: true }, "error"],
  ])("with %s and %j", (result, options, end) => {
    expect(endOfPoke(sensor(options), results[result] as PokeResult)?.kind).toBe(end);
  });
});

describe("the timeout", () => {
  test("fails for good, or skips", () => {
    const timeout = 60;
    expect(endOfTime(sensor({ timeout }), { elapsed: 60_000 })).toBeUndefined();
    expect(endOfTime(sensor({ timeout }), { elapsed: 60_001 })).toMatchObject({
      kind: "fail",
      reason: "it has waited for 60 s, longer than its timeout of 60 s",
      error: { type: "AirflowSensorTimeout" },
    });
    expect(endOfTime(sensor({ timeout, neverFail: true }), { elapsed: 61_000 })?.kind).toBe("fail");
    expect(endOfTime(sensor({ timeout, softFail: true }), { elapsed: 61_000 })?.kind).toBe("skip");
  });

  test("is seven days", () => {
    expect(endOfTime(sensor({}), { elapsed: 7 * 86_400_000 })).toBeUndefined();
    expect(endOfTime(sensor({}), { elapsed: 7 * 86_400_001 })?.kind).toBe("fail");
  });
});

describe("the next poke", () => {
  const waited = (pokes: number, elapsed = 0) => ({ dagId: "a", since: 1_767_225_600_000, elapsed, pokes });

  test("comes after the interval, a minute where nothing is said", () => {
    expect(nextPoke(sensor({}), waited(1))).toBe(60);
    expect(nextPoke(sensor({ pokeInterval: 0.5 }), waited(5))).toBe(0.5);
  });

  test("comes after ten seconds at least where the sensor is rescheduled", () => {
    expect(nextPoke(sensor({ pokeInterval: 2, mode: "reschedule" }), waited(1))).toBe(10);
    const backsOff = { pokeInterval: 4, mode: "reschedule", exponentialBackoff: true, timeout: 100 } as const;
    expect(nextPoke(sensor(backsOff), waited(9, 99_500))).toBe(10);
  });

  test("comes later and later: half the interval at first, twice as much each time, and up to as much again", () => {
    const task = sensor({ pokeInterval: 60, exponentialBackoff: true });
    for (const [index, least] of [30, 60, 120, 240, 480].entries()) {
      const wait = nextPoke(task, waited(index + 1));
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThan(2 * least);
      expect(nextPoke(task, waited(index + 1))).toBe(wait);
    }
  });

  test("comes by the time that has passed where the sensor is rescheduled and has forgotten its pokes", () => {
    const task = sensor({ pokeInterval: 60, exponentialBackoff: true, mode: "reschedule" });
    expect(nextPoke(task, waited(1))).toBeLessThan(60);
    expect(nextPoke(task, waited(1, 3_600_000))).toBeGreaterThan(900);
  });

  test("comes before the longest wait and before the timeout", () => {
    const task = { pokeInterval: 60, exponentialBackoff: true };
    expect(nextPoke(sensor({ ...task, maxWait: 100 }), waited(9))).toBe(100);
    expect(nextPoke(sensor({ ...task, timeout: 1000 }), waited(9, 990_000))).toBe(10);
    expect(nextPoke(sensor({ ...task }), waited(2000))).toBe(604_800);
  });
});
