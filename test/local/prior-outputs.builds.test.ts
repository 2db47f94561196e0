// What a task of a local run reads of the run before.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const counter = `import { Dag, priorOutput } from "windsock";
import * as z from "zod";
const dag = new Dag("counter", { schedule: "@daily", startDate: "2026-01-01", maxActiveRuns: 1,
  params: z.object({ fails: z.string().default("") }) });
const count = dag.task("count", { before: priorOutput<{ runs: number }>(), fails: dag.params.fails }, ({ input, context }) => {
  if (context.dates.ds === input.fails) throw new Error("no luck");
  return { runs: (input.before?.runs ?? 0) + 1 };
}, { multipleOutputs: true });
dag.task("read", { runs: count.xcom("runs") }, ({ input }) => input.runs);
export default dag;
`;

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({ "dags-ts/counter.ts": counter });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

const run = (from: string, to: string, ...args: string[]) =>
  project.windsock("run", "counter", "--from", from, "--to", to, ...args);
async function outputs(): Promise<Record<string, unknown>> {
  const text = await readFile(path.join(project.folder, "out/state/counter.jsonl"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
  return Object.fromEntries(
    lines
      .filter(({ kind, taskId, state }) => kind === "task" && taskId === "read" && state === "success")
      .map(({ runId = "", value }) => [runId.slice(8, 18), value]),
  );
}

test("it is what it returned in the latest run before that left something", async () => {
  expect(await run("2026-01-02", "2026-01-03")).toMatchObject({ exitCode: 0 });
  expect(await run("2026-01-04", "2026-01-06", "--param", "fails=2026-01-05")).toMatchObject({ exitCode: 1 });
  expect(await outputs()).toEqual({
    "2026-01-02": 1,
    "2026-01-03": 2,
    "2026-01-04": 3,
    "2026-01-06": 4,
  });
});

test("nothing later counts, and not the run itself", async () => {
  expect(await run("2026-01-01", "2026-01-01")).toMatchObject({ exitCode: 0 });
  expect(await run("2026-01-02", "2026-01-02")).toMatchObject({ exitCode: 0 });
  expect(await outputs()).toMatchObject({ "2026-01-01": 1, "2026-01-02": 2 });
});

test("a bundle that goes on from a local run has it, too", async () => {
  const { stdout } = await project.bundle("counter/count.mjs", ["--date", "2026-01-03", "--from-last-run"]);
  expect(JSON.parse(stdout)).toEqual({ runs: 3 });
});
