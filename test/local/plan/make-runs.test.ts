import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "../../../src/local/memory/journal.ts";
import { makeRuns } from "../../../src/local/plan/make-runs.ts";
import { planRuns } from "../../../src/local/plan/plan-runs.ts";
import type { EndState } from "../../../src/model/run/end-state.ts";
import { plannedRun, sampleDag } from "../sample-dag.ts";

const dag = sampleDag({ a: [], b: ["a"], c: ["a", "b"] });
const all = new Set(["a", "b", "c"]);
const [first, second] = [plannedRun("2021-07-02"), plannedRun("2021-07-03")];
let folder: string;
let journal: Journal;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "make-runs-"));
  journal = new Journal(path.join(folder, "sample.jsonl"));
  journal.begin({ at: "", runIds: [first.runId], taskIds: [...all], params: {} });
});

afterEach(() => rmSync(folder, { recursive: true }));

function ended(taskId: string, state: EndState, reason?: string): void {
  const value = state === "success" ? { value: taskId } : {};
  const why = reason === undefined ? {} : { reason };
  journal.taskEnded({ at: "", runId: first.runId, taskId, state, tries: 1, durationMs: 1, ...value, ...why });
}

function states(resume: boolean, taskIds: ReadonlySet<string> = all) {
  const [run] = makeRuns(dag, [first], taskIds, journal, resume);
  return {
    states: run?.tasks.map(({ state }) => state),
    outputs: Object.fromEntries(run?.outputs.taskIds.map((id) => [id, run.outputs.get(id)]) ?? []),
    kept: run?.kept,
  };
}

test("a run that is gone on with keeps what succeeded and what skipped itself, and decides the rest again", () => {
  ended("a", "success");
  ended("b", "skipped", "nothing to do");
  ended("c", "skipped");
  const outputs = { a: "a" };
  expect(states(true)).toEqual({ states: ["success", "skipped", "none"], outputs, kept: false });
});

test("a run that failed is tried again, and one in which all is done is kept", () => {
  ended("a", "success");
  ended("b", "failed", "boom");
  ended("c", "upstream_failed");
  expect(states(true).states).toEqual(["success", "none", "none"]);
  ended("b", "success");
  ended("c", "success");
  expect(states(true)).toMatchObject({ states: ["success", "success", "success"], kept: true });
});

test("a run that begins afresh has no outputs of its own tasks, and keeps those of the tasks that do not run", () => {
  ended("a", "success");
  ended("b", "success");
  expect(states(false)).toEqual({ states: ["none", "none", "none"], outputs: {}, kept: false });
  expect(states(false, new Set(["b", "c"])).outputs).toEqual({ a: "a" });
});

test("a task waits for those before it that run, and knows how it ended in the run before", () => {
  ended("a", "failed", "boom");
  const [before, later] = makeRuns(dag, [first, second], new Set(["a", "c"]), journal, false);
  before?.link();
  later?.link();
  Object.assign(later ?? {}, { before });
  const [a, c] = later?.tasks ?? [];
  expect(c?.upstream).toEqual(a?.countsIn);
  expect(later?.countsBefore("a")).toMatchObject({ failed: 0, total: 1 });
  const [alone] = makeRuns(dag, [second], all, journal, false);
  expect(alone?.countsBefore("a")).toMatchObject({ failed: 1, total: 1 });
});

test("a run whose logical date lies before the DAG's start date has no tasks, as in Airflow", () => {
  const interval = 24 * 3600;
  const schedule = { kind: "cron_trigger", expression: "0 6 * * *", interval } as const;
  const ticking = sampleDag({ a: [] }, { schedule, startDate: "2026-01-01", endDate: undefined });
  const planned = planRuns(ticking, { to: "2026-01-01" });
  const runs = [...makeRuns(ticking, planned, new Set(["a"]), journal, false)];
  expect(runs.map(({ label, tasks }) => [label, tasks.length])).toEqual([
    ["2025-12-31T060000Z", 0],
    ["2026-01-01T060000Z", 1],
  ]);
});
