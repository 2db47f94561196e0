// What is read of a DAG's journal, as the runner writes it and as earlier releases did.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DagHistory } from "../../src/runs/history/dag-history.ts";
import { runDuration } from "../../src/runs/history/run-history.ts";
import { formatProcess, thisProcess } from "../../src/system/process-name.ts";

const first = "manual__2026-03-01T00:00:00+00:00";
const second = "manual__2026-03-02T00:00:00+00:00";
const alive = formatProcess(thisProcess());
const dead = formatProcess({ ...thisProcess(), pid: 2 ** 22 - 3, start: "1" });
const at = (second: number) => `2026-03-03T00:00:${String(second).padStart(2, "0")}.000Z`;

let folder: string;
let file: string;
let history: DagHistory;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "history-"));
  file = path.join(folder, "sample.jsonl");
  history = new DagHistory(file, path.join(folder, "lock"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function add(...records: object[]): void {
  appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  history.refresh();
}

const begin = (runner: string | undefined, runIds = [first, second], taskIds = ["a", "b"]) => ({
  kind: "begin",
  at: at(0),
  dagId: "sample",
  runner,
  runIds,
  taskIds,
  params: { n: 1 },
});
const start = (runner: string, runId = first) => ({
  kind: "start",
  at: at(1),
  runner,
  runId,
  dataIntervalStart: "2026-03-01T00:00:00.000Z",
  dataIntervalEnd: "2026-03-02T00:00:00.000Z",
});
const tried = (taskId: string, tryNumber: number, second: number, runId = first) => ({
  kind: "try",
  at: at(second),
  runId,
  taskId,
  tryNumber,
});
const ended = (taskId: string, state: string, more: object = {}, runId = first) => ({
  kind: "task",
  at: at(9),
  runId,
  taskId,
  state,
  tries: 1,
  durationMs: 12,
  ...more,
});

/** The states of all runs, and of their tasks. */
const states = () =>
  history.runs.map((run) => [
    run.label,
    history.stateOf(run),
    ...history.taskIds.map((taskId) => history.stateOfTask(run, taskId)),
  ]);

describe("a run under way", () => {
  test("goes from state to state as its journal grows", () => {
    add(begin(alive));
    expect([history.dagId, history.taskIds]).toEqual(["sample", ["a", "b"]]);
    expect(states()).toEqual([
      ["2026-03-01", "queued", "none", "none"],
      ["2026-03-02", "queued", "none", "none"],
    ]);
    add(start(alive), tried("a", 1, 2));
    expect(states()[0]).toEqual(["2026-03-01", "running", "running", "none"]);
    expect(history.isUnderWay).toBe(true);
    add({ kind: "retry", at: at(3), runId: first, taskId: "a", reason: "exit code 1" });
    expect(states()[0]).toEqual(["2026-03-01", "running", "up_for_retry", "none"]);
    add(tried("a", 2, 5));
    expect(history.run(first)?.instances.get("a")).toMatchObject({
      state: "running",
      tries: 2,
      startedAt: at(2),
      triedAt: at(5),
      reason: "exit code 1",
    });
    add(ended("a", "failed", { tries: 2, reason: "boom" }), ended("b", "upstream_failed", { tries: 0 }));
    add({ kind: "run", at: at(10), runId: first, state: "failed" });
    expect(states()[0]).toEqual(["2026-03-01", "failed", "failed", "upstream_failed"]);
    const run = history.run(first);
    expect(run).toMatchObject({ startedAt: at(1), endedAt: at(10), params: { n: 1 } });
    expect(run?.interval?.end).toBe("2026-03-02T00:00:00.000Z");
    expect(run && runDuration(run, false, 0)).toBe(9000);
  });

  test("that a dead runner left behind is interrupted, and what it had not come to is not run", () => {
    add(begin(dead), start(dead), tried("a", 1, 2));
    expect(states()).toEqual([
      ["2026-03-01", "interrupted", "interrupted", "none"],
      ["2026-03-02", "none", "none", "none"],
    ]);
    expect(history.isUnderWay).toBe(false);
    // Its successor goes on with one of them, which is not begun again.
    add(start(alive, second));
    expect(states().map(([, state]) => state)).toEqual(["interrupted", "running"]);
  });

  test("in another container goes by the lock", () => {
    const elsewhere = formatProcess({ machine: "elsewhere", pid: 7, start: "7" });
    add(begin(elsewhere), start(elsewhere));
    expect(states()[0]?.[1]).toBe("interrupted");
    writeFileSync(path.join(folder, "lock"), elsewhere);
    history.refresh();
    expect(states()[0]?.[1]).toBe("running");
  });

  test("forgets of tasks that begin afresh, and of no others", () => {
    add(begin(dead), start(dead), ended("a", "success"), ended("b", "failed", { reason: "boom" }));
    add({ kind: "run", at: at(10), runId: first, state: "failed" });
    add(begin(alive, [first], ["b"]), start(alive), tried("b", 1, 11));
    expect(states()[0]).toEqual(["2026-03-01", "running", "success", "running"]);
    expect(history.run(first)?.instances.get("b")?.reason).toBeNull();
  });
});

test("a journal of an earlier release has its states, without what it did not keep", () => {
  const { dagId, runner, ...old } = begin(undefined);
  add(old, ended("a", "success"), ended("b", "failed", { reason: "boom" }));
  add({ kind: "run", at: at(10), runId: first, state: "failed" });
  add(ended("a", "success", {}, second));
  expect(history.dagId).toBeUndefined();
  expect(states()).toEqual([
    ["2026-03-01", "failed", "success", "failed"],
    ["2026-03-02", "interrupted", "success", "none"],
  ]);
  expect(history.run(first)).toMatchObject({ startedAt: null, interval: null });
});

test("runs are in the order of their dates, whenever they were made", () => {
  add(begin(dead, [second]), begin(dead, ["asset_triggered__2026-03-01T12:00:00.123000+00:00", first]));
  expect(history.runs.map(({ label }) => label)).toEqual([
    "2026-03-01",
    "2026-03-01T120000.123Z",
    "2026-03-02",
  ]);
  expect(history.latestBegun?.runId).toBe(first);
});

test("a revision changes when something does", () => {
  const before = history.revision;
  history.refresh();
  expect(history.revision).toBe(before);
  add(begin(alive));
  expect(history.revision).toBeGreaterThan(before);
});

test("a journal that is deleted and begun anew is read anew", () => {
  add(begin(dead), start(dead));
  rmSync(file);
  history.refresh();
  expect(history.runs).toEqual([]);
  add(begin(alive, [second]));
  expect(states()).toEqual([["2026-03-02", "queued", "none", "none"]]);
});

test("a mapped task is its instances together", () => {
  add(begin(alive), start(alive));
  add(
    { ...tried("a", 1, 2), mapIndex: 0 },
    { ...tried("a", 1, 3), mapIndex: 1 },
    { ...tried("a", 2, 4), mapIndex: 1 },
  );
  add({ ...ended("a", "success", { tries: 1, durationMs: 100 }), mapIndex: 0 });
  const run = history.run(first);
  expect(run && history.stateOfTask(run, "a")).toBe("running");
  add({ ...ended("a", "failed", { tries: 2, durationMs: 300, reason: "boom" }), mapIndex: 1 });
  expect(run?.instances.get("a")).toMatchObject({
    state: "failed",
    tries: 2,
    startedAt: at(2),
    triedAt: at(4),
    endedAt: at(9),
    durationMs: 400,
    reason: "boom",
  });
  const mapped = [...(run?.instances.get("a")?.mapped ?? [])].map(([mapIndex, { state }]) => [
    mapIndex,
    state,
  ]);
  expect(mapped).toEqual([
    [0, "success"],
    [1, "failed"],
  ]);
});
