// The DAG files that `windsock build` writes, beside those that were read and found good.
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "./test-project.ts";

describe.each([
  ["every-option", ["every_option.py"]],
  ["shapes", ["shapes.py"]],
  ["groups", ["every_edge.py", "every_role.py"]],
  ["callbacks", ["calls.py"]],
  ["sensors", ["every_wait.py"]],
  ["python", ["typed_values.py", "names.py"]],
  [
    "examples",
    [
      "child_dag.py",
      "example_external_task.py",
      "example_external_task_marker_child.py",
      "example_nested_branch_dag.py",
      "example_setup_teardown.py",
      "example_short_circuit_operator.py",
      "latest_only.py",
    ],
  ],
  ["schedules", ["every.py", "hourly.py", "none.py", "once.py", "empty.py"]],
  ["assets", ["writes.py", "reads_one.py", "reads_several.py", "exports.py", "reads_exports.py"]],
  [
    "timetables",
    [
      "asset_or_time.py",
      "continuous.py",
      "cron_trigger.py",
      "delta_trigger.py",
      "events.py",
      "multiple_cron_trigger.py",
      "run_immediately.py",
    ],
  ],
])("the emitted Python of %s", (fixture, files) => {
  let built: TestProject;
  beforeAll(async () => {
    built = await TestProject.create(fixture);
    // Only those that are looked at are built.
    const folder = path.join(built.folder, "dags-ts");
    for (const name of await readdir(folder)) {
      const emitted = `${path.basename(name, ".ts").replaceAll("-", "_")}.py`;
      if (name.endsWith(".ts") && !files.includes(emitted)) await rm(path.join(folder, name));
    }
    if (fixture === "timetables") {
      await built.write({ "windsock.config.ts": 'export default { airflow: ["3.3"] };\n' });
    }
    expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => built.remove());

  test.each(files)("is %s to the byte", async (file) => {
    const expected = path.resolve(import.meta.dirname, "../fixtures", fixture, "expected", file);
    await expect(await built.read(`generated/${file}`)).toMatchFileSnapshot(expected);
  });
});
