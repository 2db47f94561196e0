// Variables that tasks of local runs write: tasks after them see them, and so do later runs.
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const counter = `import { Dag, defineVariable } from "windsock";
import * as z from "zod";
const count = defineVariable("count", z.object({ runs: z.int() }), { fallback: { runs: 0 } });
const apiKey = defineVariable("api_key", z.string(), { fallback: "" });
const dag = new Dag("counter", { startDate: "2026-01-01", params: z.object({ fails: z.boolean().default(false) }) });
const add = dag.task("add", { runs: count.runs, fails: dag.params.fails }, ({ input, variables }) => {
  variables.set(count, { runs: input.runs + 1 });
  variables.set(apiKey, "geheim-" + input.runs);
  if (input.fails) throw new Error("no luck");
});
const read = dag.task("read", { runs: count.runs, key: apiKey }, ({ input, log }) => {
  log.info("the key is " + input.key);
  return input.runs;
}).after(add);
dag.task("forget", ({ variables }) => variables.delete(apiKey))().after(read);
export default dag;
`;

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({ "dags-ts/counter.ts": counter });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

const inProject = (file: string) => path.join(project.folder, file);
const log = (taskId: string) =>
  readFile(inProject(`out/logs/counter/2026-01-01/${taskId}/attempt-1.log`), "utf8");
const outputs = async () => {
  const lines = (await readFile(inProject("out/state/counter.jsonl"), "utf8")).trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { kind: string; taskId?: string; value?: unknown })
    .filter(({ kind, taskId }) => kind === "task" && taskId === "read")
    .map(({ value }) => value);
};

test("the next task and the next run read it; the log names it, and shows no secret", async () => {
  expect(await project.windsock("run", "counter")).toMatchObject({ exitCode: 0 });
  expect(await project.windsock("run", "counter")).toMatchObject({ exitCode: 0 });
  expect(await outputs()).toEqual([1, 2]);
  expect(await log("add")).toContain('Variable "count" is set, for local runs: out/variables.json.');
  expect(await log("add")).toContain('Variable "api_key" is set');
  expect(await log("forget")).toContain('Variable "api_key" is deleted');
  expect(await log("read")).toContain("the key is ***");
  expect(await log("add")).not.toContain("geheim");
  const text = await readFile(inProject("out/variables.json"), "utf8");
  expect(JSON.parse(text)).toEqual({ AIRFLOW_VAR_COUNT: '{"runs":2}', AIRFLOW_VAR_API_KEY: null });
  expect((await stat(inProject("out/variables.json"))).mode & 0o777).toBe(0o600);
});

test("it comes before .env, and behind the environment, of which the log tells", async () => {
  await writeFile(inProject("out/variables.json"), '{"AIRFLOW_VAR_COUNT": "{\\"runs\\":5}"}');
  await writeFile(inProject(".env"), 'AIRFLOW_VAR_COUNT={"runs":50}\n');
  expect(await project.windsock("run", "counter")).toMatchObject({ exitCode: 0 });
  expect((await outputs()).at(-1)).toBe(6);
  const env = { AIRFLOW_VAR_COUNT: '{"runs":500}' };
  expect(await project.windsockWith(env, "run", "counter")).toMatchObject({ exitCode: 0 });
  expect((await outputs()).at(-1)).toBe(500);
  expect(await log("add")).toContain(
    'Variable "count" is set in out/variables.json, but AIRFLOW_VAR_COUNT of the environment comes before it.',
  );
});

test("a try that fails writes nothing", async () => {
  await writeFile(inProject("out/variables.json"), '{"AIRFLOW_VAR_COUNT": "{\\"runs\\":5}"}');
  expect(await project.windsock("run", "counter", "--param", "fails=true")).toMatchObject({ exitCode: 1 });
  expect(JSON.parse(await readFile(inProject("out/variables.json"), "utf8"))).toEqual({
    AIRFLOW_VAR_COUNT: '{"runs":5}',
  });
});

test("a file that cannot be read is said, and nothing of it", async () => {
  await writeFile(inProject("out/variables.json"), '{"AIRFLOW_VAR_API_KEY": "geheim');
  const { exitCode, stderr } = await project.windsock("run", "counter");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("out/variables.json cannot be read");
  expect(stderr).not.toContain("geheim");
});
