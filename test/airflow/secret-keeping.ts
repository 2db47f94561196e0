// Connections and Variables with awkward secrets: they work, and are nowhere to be seen.
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { plantedTraces } from "../model/secrets/planted.ts";
import { type AirflowUnderTest, awkwardPassword } from "./airflow-under-test.ts";
import { commandLines } from "./node-processes.ts";

const dagId = "secrets";

export function secretKeeping(instance: () => AirflowUnderTest): void {
  let runId: string;
  const seen = new Set<string>();

  beforeAll(async () => {
    const { runs } = instance();
    runId = await runs.trigger(dagId);
    const finished = runs.finished(dagId, runId).then(() => true);
    while (!(await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 100, false))]))) {
      for (const line of await commandLines()) seen.add(line);
    }
  });

  test("a password full of awkward characters works", async () => {
    const { runs } = instance();
    expect((await runs.tasks(dagId, runId)).logs_in?.state).toBe("success");
    expect(await runs.result({ dagId, runId, taskId: "logs_in" })).toEqual({
      user: "awkward",
      length: awkwardPassword.length,
    });
  });

  test("it is masked in the logs of tasks that tell it", async () => {
    const { runs } = instance();
    const log = await runs.log({ dagId, runId, taskId: "logs_in" });
    expect(log).toContain("plain ***");
    expect(log).toContain("in an error: ***");
    expect(await runs.log({ dagId, runId, taskId: "blurts_out" })).toContain("cannot log in with ***");
  });

  test("a key of several lines is masked, whatever way the process and its children let it out", async () => {
    const { runs } = instance();
    expect((await runs.tasks(dagId, runId)).blurts_out_key?.state).toBe("failed");
    const log = await runs.log({ dagId, runId, taskId: "blurts_out_key" });
    for (const way of ["logged", "as a buffer", "to the file descriptor", "in halves", "in a promise"])
      expect(log).toContain(`${way} -----BEGIN PRIVATE KEY-----`);
    expect(log).toContain("WINDSOCK_REQUEST=");
    expect(plantedTraces(log)).toEqual([]);
  });

  test("Variables with a secret's name, or with one inside, work and are masked", async () => {
    const { runs } = instance();
    expect(await runs.result({ dagId, runId, taskId: "reads_variable" })).toEqual({ length: 22 });
    const log = await runs.log({ dagId, runId, taskId: "reads_variable" });
    expect(log).toContain("read *** and *** of Zanzibar");
  });

  test("of forty secrets of all shapes nothing is in the log of a task that tells them in every way", async () => {
    const { runs } = instance();
    const states = await runs.tasks(dagId, runId);
    expect([states.tells_all?.state, states.is_killed_while_telling?.state]).toEqual(["success", "failed"]);
    for (const taskId of ["tells_all", "is_killed_while_telling"]) {
      const log = await runs.log({ dagId, runId, taskId });
      expect(log).toContain("service.example");
      expect(log).toContain("all was told");
      expect([taskId, plantedTraces(log)]).toEqual([taskId, []]);
    }
  });

  test("it is in no file that Airflow writes", async () => {
    const { home } = instance().airflow;
    const entries = await readdir(home, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.some((file) => file.includes("task_id=logs_in"))).toBe(true);
    for (const file of files)
      expect([file, plantedTraces(await readFile(file, "latin1"))]).toEqual([file, []]);
  });

  test("it is in no temporary folder of a task", async () => {
    const names = (await readdir(tmpdir())).filter((name) => /^(windsock-|airflowtmp)/.test(name));
    for (const name of names) {
      const folder = path.join(tmpdir(), name);
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        expect([file, plantedTraces(await readFile(file, "latin1"))]).toEqual([file, []]);
      }
    }
  });

  test("it is in no process's arguments", () => {
    const lines = [...seen].join("\n");
    expect(lines).toContain("bundles/secrets/logs_in.mjs");
    expect(plantedTraces(lines)).toEqual([]);
  });

  test("it is nowhere in the metadata database but in the connections and Variables", async () => {
    const { services } = instance();
    const tables = await services.queryMetadata<{ name: string }>(
      "select table_name as name from information_schema.tables " +
        "where table_schema = 'public' and table_name not in ('connection', 'variable')",
    );
    const names = tables.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["xcom", "rendered_task_instance_fields", "log"]));
    for (const name of names) {
      const rows = await services.queryMetadata(`select * from "${name}"`);
      expect([
        name,
        plantedTraces(rows.flatMap((row) => Object.values(row).map(readable)).join("\n")),
      ]).toEqual([name, []]);
    }
  });
}

function readable(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("latin1") : JSON.stringify(value);
}
