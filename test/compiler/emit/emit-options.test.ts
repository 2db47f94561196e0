// Every option of the tables on its way from the author to Python and to the local runner.
import { describe, expect, test } from "vitest";
import { asset, Dag, defineCallback } from "windsock";
import { dagModel } from "windsock/testing";
import * as z from "zod";
import { emitPython } from "../../../src/compiler/emit/emit-python.ts";
import { effectiveOptions } from "../../../src/local/schedule/effective-options.ts";
import { dagOptions } from "../../../src/model/dag/dag-options.ts";
import type { TaskModel } from "../../../src/model/dag/task-model.ts";
import { ownTaskOptions, type TaskOptionsModel, taskOptions } from "../../../src/model/dag/task-options.ts";
import type { DagOptions, TaskDefaults, TaskOptions } from "../../../src/sdk/options.ts";

const note = defineCallback({ name: "note", run: () => undefined });
const noted = [{ name: "note", input: {}, connections: {}, timeLimit: 15 }];
const file = asset("s3://shop/file");
const params = z.object({ limit: z.int().default(3) });

/** A value that is nobody's default for each option: what authors write, what the model holds, what Python says. */
const task: {
  readonly [Name in keyof TaskDefaults]?: readonly [TaskDefaults[Name], unknown, string];
} = {
  owner: ["team", "team", '"team"'],
  email: [["a@example.com"], ["a@example.com"], '["a@example.com"]'],
  emailOnFailure: [false, false, "False"],
  emailOnRetry: [false, false, "False"],
  dependsOnPast: [true, true, "True"],
  retries: [2, 2, "2"],
  retryDelay: [{ minutes: 1, seconds: 30 }, 90, "timedelta(seconds=90)"],
  retryExponentialBackoff: [true, true, "True"],
  maxRetryDelay: [{ hours: 2 }, 7200, "timedelta(hours=2)"],
  executionTimeout: [{ days: 2 }, 172_800, "timedelta(days=2)"],
  pool: ["small", "small", '"small"'],
  poolSlots: [2, 2, "2"],
  queue: ["big", "big", '"big"'],
  priorityWeight: [-5, -5, "-5"],
  weightRule: ["absolute", "absolute", '"absolute"'],
  maxActiveTisPerDag: [3, 3, "3"],
  maxActiveTisPerDagrun: [2, 2, "2"],
  waitForDownstream: [true, true, "True"],
  ignoreFirstDependsOnPast: [false, false, "False"],
  waitForPastDependsBeforeSkipping: [true, true, "True"],
  executor: ["CeleryExecutor", "CeleryExecutor", '"CeleryExecutor"'],
  executorConfig: [
    { podOverride: { spec: { containers: [] } }, podTemplateFile: "/pods/a.yaml", cpu: 4 },
    { podOverride: { spec: { containers: [] } }, podTemplateFile: "/pods/a.yaml", cpu: 4 },
    '{"pod_override": pod_override({"spec": {"containers": []}}), "pod_template_file": "/pods/a.yaml", "cpu": 4}',
  ],
  runAsUser: ["worker", "worker", '"worker"'],
  triggerRule: ["all_done", "all_done", '"all_done"'],
  onExecute: [note(), noted, 'node_callback("note", "running")'],
  onSuccess: [note(), noted, 'node_callback("note", "success")'],
  onFailure: [note(), noted, 'node_callback("note", "failed")'],
  onRetry: [note(), noted, 'node_callback("note", "up_for_retry")'],
  onSkipped: [note(), noted, 'node_callback("note", "skipped")'],
};

const own: {
  readonly [Name in keyof typeof ownTaskOptions]?: readonly [TaskOptions[Name], unknown, string | null];
} = {
  displayName: ["Load ✨", "Load ✨", '"Load ✨"'],
  startDate: ["2026-02-01", "2026-02-01", 'pendulum.datetime(2026, 2, 1, tz="UTC")'],
  endDate: ["2026-03-01T12:00", "2026-03-01T12:00", 'pendulum.datetime(2026, 3, 1, 12, 0, tz="UTC")'],
  multipleOutputs: [true, true, "True"],
  inlets: [[file], [{ kind: "asset", uri: "s3://shop/file" }], '[Asset(uri="s3://shop/file")]'],
  outlets: [[file], [{ kind: "asset", uri: "s3://shop/file" }], '[Asset(uri="s3://shop/file")]'],
  doc: ["Loads.", "Loads.", '"Loads.\\n"'],
  docText: ["Loads.", "Loads.", '"Loads."'],
  docRst: ["Loads.", "Loads.", '"Loads."'],
  docJson: ["{}", "{}", '"{}"'],
  docYaml: ["a: 1", "a: 1", '"a: 1"'],
  // Attributes, which are no keywords.
  uiColor: ["#fff", "#fff", null],
  uiFgcolor: ["navy", "navy", null],
};

const dag: {
  readonly [Name in keyof DagOptions<typeof params>]?: readonly [
    DagOptions<typeof params>[Name],
    unknown,
    string | null,
  ];
} = {
  displayName: ["Nightly ✨", "Nightly ✨", '"Nightly ✨"'],
  description: ["Counts.", "Counts.", '"Counts."'],
  schedule: [
    { hours: 6 },
    { kind: "every", seconds: 21_600 },
    "DeltaDataIntervalTimetable(timedelta(hours=6))",
  ],
  startDate: [
    "2026-01-05T06:30",
    "2026-01-05T06:30",
    'pendulum.datetime(2026, 1, 5, 6, 30, tz="Asia/Tokyo")',
  ],
  endDate: ["2026-12-31", "2026-12-31", 'pendulum.datetime(2026, 12, 31, tz="Asia/Tokyo")'],
  // Part of the dates.
  timezone: ["Asia/Tokyo", "Asia/Tokyo", null],
  catchup: [true, true, "True"],
  maxActiveRuns: [4, 4, "4"],
  maxActiveTasks: [8, 8, "8"],
  dagrunTimeout: [{ hours: 3 }, 10_800, "timedelta(hours=3)"],
  // Told by a mapping that each Airflow names itself.
  failFast: [false, false, null],
  isPausedUponCreation: [true, true, "True"],
  maxConsecutiveFailedDagRuns: [3, 3, "3"],
  ownerLinks: [{ a: "https://a.org" }, { a: "https://a.org" }, '{"a": "https://a.org"}'],
  accessControl: [
    { a: { DAGs: ["can_read"] } },
    { a: { DAGs: ["can_read"] } },
    '{"a": {"DAGs": {"can_read"}}}',
  ],
  allowedRunTypes: [["scheduled", "manual"], ["scheduled", "manual"], '["scheduled", "manual"]'],
  disableBundleVersioning: [true, true, "True"],
  rerunWithLatestVersion: [true, true, "True"],
  defaults: [{ retryDelay: { seconds: 5 } }, { retryDelay: 5 }, '{"retry_delay": timedelta(seconds=5)}'],
  onSuccess: [note(), noted, 'node_callback("note", "success", kind="dag")'],
  onFailure: [note(), noted, 'node_callback("note", "failed", kind="dag")'],
  deadline: [
    { reference: "dagrun_logical_date", interval: { hours: 1 }, callback: note() },
    [{ reference: { kind: "dagrun_logical_date" }, interval: 3600, callback: noted[0] }],
    'DeadlineAlert(reference=DeadlineReference.DAGRUN_LOGICAL_DATE, interval=timedelta(hours=1), callback=SyncCallback(missed_deadline, kwargs={"name": "note"}))',
  ],
  params: [params, { limit: { default: 3, type: "integer" } }, '{"limit": Param(3, type="integer")}'],
  tags: [["a", "b"], ["a", "b"], '["a", "b"]'],
  doc: ["# Nightly", "# Nightly", '"# Nightly\\n"'],
};

test("every option of the tables is tried here", () => {
  expect(Object.keys(task)).toEqual(Object.keys(taskOptions));
  expect(Object.keys(own)).toEqual(Object.keys(ownTaskOptions));
  expect(Object.keys(dag)).toEqual(Object.keys(dagOptions));
});

function emitted(made: Parameters<typeof dagModel>[0]): string {
  return emitPython({ projectName: "acme", file: "dags-ts/a.ts", bundles: {} }, dagModel(made));
}

/** The value of a keyword, or of an entry of a dict; on one line. */
function written(python: string, name: string): string | undefined {
  const flat = python
    .replaceAll(/,?\n\s*(?=[)\]}])/g, "")
    .replaceAll(/(?<=[([{])\n\s*/g, "")
    .replaceAll(/,\n\s+/g, ", ");
  const at = flat.search(new RegExp(`(?<=[( ])${name}=|"${name}": `));
  if (at < 0) return undefined;
  const from = flat.slice(at).replace(/^[^=:]*[=:] ?/, "");
  let depth = 0;
  for (let end = 0; end < from.length; end += 1) {
    const character = from.charAt(end);
    if ("([{".includes(character)) depth += 1;
    else if (depth === 0 && ",)}".includes(character)) return from.slice(0, end);
    else if (")]}".includes(character)) depth -= 1;
  }
  return undefined;
}

describe("an option of a task", () => {
  const samples = Object.entries({ ...task, ...own });

  test.each(samples)(
    "%s reaches the model and Python as its entry says",
    (name, [authored, value, python]) => {
      const made = new Dag("a");
      made.empty("t", { [name]: authored });
      const [model] = dagModel(made).tasks;
      expect(name in taskOptions ? model?.options : model).toMatchObject({ [name]: value });
      const entry = Object.entries({ ...taskOptions, ...ownTaskOptions }).find(([other]) => other === name);
      expect(written(emitted(made), entry?.[1].python ?? "") ?? null).toBe(python);
    },
  );

  test.each(Object.entries(task))("%s can be set for all tasks of a DAG", (name, [authored, , python]) => {
    const entry = Object.entries(taskOptions).find(([other]) => other === name)?.[1];
    const made = new Dag("a", { defaults: { [name]: authored } });
    expect(written(emitted(made), "default_args")).toBe(`{"${entry?.python}": ${python}}`);
  });

  test.each(Object.entries(task))(
    "%s reaches the local runner if it is heeded there",
    (name, [authored, value]) => {
      const local = Object.entries(taskOptions).find(([other]) => other === name)?.[1].local;
      const made = new Dag("a");
      made.empty("set", { [name]: authored });
      made.empty("unset");
      const [set, unset] = dagModel(made).tasks;
      const effective = (model: TaskModel | undefined, defaults: TaskOptionsModel) =>
        model && Object.entries(effectiveOptions(model, defaults)).find(([other]) => other === name)?.[1];
      expect(effective(set, {})).toEqual(local?.heeded ? value : undefined);
      expect(effective(unset, { [name]: value })).toEqual(local?.heeded ? value : undefined);
      expect(effective(unset, {})).toEqual(local?.heeded ? local.default : undefined);
    },
  );
});

describe("an option of a DAG", () => {
  test.each(Object.entries(dag))(
    "%s reaches the model and Python as its entry says",
    (name, [authored, value, python]) => {
      const made = new Dag("a", { timezone: "Asia/Tokyo", [name]: authored });
      expect(dagModel(made)).toMatchObject({ [name]: value });
      const entry = Object.entries(dagOptions).find(([other]) => other === name)?.[1];
      if (entry?.python) expect(written(emitted(made), entry.python)).toBe(python);
      else expect(python).toBeNull();
    },
  );

  test("that is not set is what the table says, or absent", () => {
    const model: Readonly<Record<string, unknown>> = dagModel(new Dag("a"));
    for (const [name, option] of Object.entries(dagOptions)) {
      expect(model[name], name).toEqual("initial" in option ? option.initial : undefined);
    }
  });
});
