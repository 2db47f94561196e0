import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "../../../src/local/memory/journal.ts";
import { recordEvent } from "../../../src/local/memory/record-event.ts";
import { makeRuns } from "../../../src/local/plan/make-runs.ts";
import type { DagRun, TaskInstance } from "../../../src/local/schedule/task-instance.ts";
import { plannedRun, sampleDag } from "../sample-dag.ts";

const planned = plannedRun("2021-07-02");
let folder: string;
let file: string;
let journal: Journal;
let run: DagRun;
let instance: TaskInstance;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "record-event-"));
  file = path.join(folder, "sample.jsonl");
  journal = new Journal(file);
  journal.begin({ at: "", runIds: [planned.runId], taskIds: ["a"], params: {} });
  [run] = [...makeRuns(sampleDag({ a: [] }), [planned], new Set(["a"]), journal, false)] as [DagRun];
  [instance] = run.tasks as [TaskInstance];
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What the next process knows of the task. */
const remembered = () => new Journal(file).task(planned.runId, "a");

test("a success is remembered with what the task returned, null for nothing", () => {
  instance.state = "success";
  recordEvent(journal, { kind: "task-finished", instance });
  expect(remembered()).toMatchObject({ state: "success", value: null });
  run.outputs.set("a", -1, { rows: 3 });
  recordEvent(journal, { kind: "task-finished", instance });
  expect(remembered()).toMatchObject({ state: "success", value: { rows: 3 } });
});

test("a failure is remembered with its reason, and without an output of an earlier try", () => {
  run.outputs.set("a", -1, "stale");
  Object.assign(instance, { state: "failed", reason: "boom", tries: 3 });
  recordEvent(journal, { kind: "task-finished", instance });
  expect(remembered()).toMatchObject({ state: "failed", reason: "boom", tries: 3 });
  expect(remembered()?.value).toBeUndefined();
});

test("a try that begins, or is tried again, is not remembered", () => {
  instance.state = "running";
  recordEvent(journal, { kind: "try-started", instance });
  recordEvent(journal, { kind: "retry", instance, reason: "boom", wait: 1 });
  expect(remembered()).toBeUndefined();
});
