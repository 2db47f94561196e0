import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "../../../src/local/memory/journal.ts";
import { UserError } from "../../../src/model/errors.ts";
import type { JsonValue } from "../../../src/model/json.ts";

const at = "2026-01-01T00:00:00.000Z";
let folder: string;
let file: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "journal-"));
  file = path.join(folder, "state", "sample.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

function ended(runId: string, taskId: string, value: JsonValue) {
  return { at, runId, taskId, state: "success" as const, tries: 1, durationMs: 12, value };
}

function write(work: (journal: Journal) => void): void {
  work(new Journal(file));
}

test("what one journal wrote, the next one knows", () => {
  write((journal) => {
    journal.begin({ at, runIds: ["run-1", "run-2"], taskIds: ["a", "b"], params: { minClicks: 3 } });
    journal.taskEnded(ended("run-1", "a", { rows: [1, 2], note: "line 1\nline 2 ä" }));
    journal.taskEnded({
      at,
      runId: "run-1",
      taskId: "b",
      state: "failed",
      tries: 3,
      durationMs: 5,
      reason: "boom",
    });
    journal.runEnded("run-1", "failed", at);
  });
  write((journal) => {
    expect(journal.outputs("run-1").get("a")).toEqual({ rows: [1, 2], note: "line 1\nline 2 ä" });
    expect(journal.outputs("run-1").taskIds).toEqual(["a"]);
    expect(journal.task("run-1", "b")).toMatchObject({ state: "failed", tries: 3, reason: "boom" });
    expect(journal.task("run-2", "a")).toBeUndefined();
    expect(journal.params("run-1")).toEqual({ minClicks: 3 });
  });
});

test("beginning tasks afresh forgets them in these runs, and nothing else", () => {
  write((journal) => {
    journal.begin({ at, runIds: ["run-1", "run-2"], taskIds: ["a", "b"], params: {} });
    for (const runId of ["run-1", "run-2"]) {
      for (const taskId of ["a", "b"]) journal.taskEnded(ended(runId, taskId, `${runId} ${taskId}`));
    }
    journal.begin({ at, runIds: ["run-2"], taskIds: ["b"], params: {} });
  });
  write((journal) => {
    expect(journal.outputs("run-1").taskIds).toEqual(["a", "b"]);
    expect(journal.outputs("run-2").taskIds).toEqual(["a"]);
  });
});

test("the run before is the latest one that came to the task", () => {
  write((journal) => {
    const runIds = ["manual__2021-07-02", "manual__2021-07-03", "manual__2021-07-04"];
    journal.begin({ at, runIds, taskIds: ["a"], params: {} });
    journal.taskEnded(ended("manual__2021-07-02", "a", "second"));
    expect(journal.taskBefore("manual__2021-07-04", "a")).toMatchObject([{ value: "second" }]);
    expect(journal.taskBefore("manual__2021-07-02", "a")).toEqual([]);
  });
});

test("a journal that was cut off at any byte keeps all whole lines, and can be gone on with", () => {
  write((journal) => {
    journal.begin({ at, runIds: ["run-1"], taskIds: ["a", "b", "c"], params: {} });
    journal.taskEnded(ended("run-1", "a", "ä"));
    journal.taskEnded(ended("run-1", "b", 2));
  });
  const whole = readFileSync(file);
  const begun = whole.indexOf("\n") + 1;
  const afterA = whole.indexOf("\n", begun) + 1;
  for (let length = begun; length <= whole.length; length += 1) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    const expected = [...(length >= afterA ? ["a"] : []), ...(length === whole.length ? ["b"] : [])];
    write((journal) => {
      expect(journal.outputs("run-1").taskIds).toEqual(expected);
      journal.taskEnded(ended("run-1", "c", null));
    });
    write((journal) => expect(journal.outputs("run-1").taskIds).toEqual([...expected, "c"]));
  }
});

test("a whole line that is no record is an error that names the file and the line", () => {
  write((journal) => journal.begin({ at, runIds: [], taskIds: [], params: {} }));
  appendFileSync(file, '{"kind":"task"}\n');
  expect(() => new Journal(file)).toThrow(UserError);
  expect(() => new Journal(file)).toThrow("sample.jsonl, line 2, is not a record");
});
