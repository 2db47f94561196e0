// Params without a default, as the local runner asks for them.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const greeting = `import { Dag, type TaskArgs } from "windsock";
import * as z from "zod";
const dag = new Dag("greeting", {
  startDate: "2026-01-01",
  params: z.object({ day: z.iso.date(), rows: z.union([z.int(), z.literal("all")]), city: z.string().default("Graz") }),
});
export const greet = dag.task("greet", ({ input }: TaskArgs<{ rows: number | "all" }>) => ({ rows: input.rows }))({
  rows: dag.params.rows,
});
export default dag;
`;

const starter = `import { Dag } from "windsock";
import greeting, { greet } from "./greeting.ts";
const dag = new Dag("starter", { startDate: "2026-01-01" });
const conf = dag.task("conf", () => ({ day: "2026-01-02", rows: 3 }))();
dag.triggerDagRun("given", greeting, { conf: { day: conf.output.day, rows: conf.output.rows }, waitForCompletion: true, runId: "given" });
const none = dag.task("none", (): { day: string; rows: number } => ({ day: "2026-01-02" }) as never)();
dag.triggerDagRun("lacking", greeting, { conf: none.output, waitForCompletion: true });
export default dag;
`;

const waiter = `import { Dag } from "windsock";
import { greet } from "./greeting.ts";
const dag = new Dag("waiter", { startDate: "2026-01-01" });
const waited = dag.waitForTask("wait", greet);
dag.task("read", { rows: waited.output.rows }, ({ input }) => input.rows);
export default dag;
`;

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/greeting.ts": greeting,
    "dags-ts/starter.ts": starter,
    "dags-ts/waiter.ts": waiter,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

const run = (...args: string[]) => project.windsock("run", ...args);
const log = (dagId: string, taskId: string) =>
  readFile(path.join(project.folder, "out/logs", dagId, "2026-01-01", taskId, "attempt-1.log"), "utf8");

test.each([
  [[], "values of params day, rows: give --param day=... --param rows=..."],
  [["--param", "day=2026-01-02"], "a value of param rows: give --param rows=..."],
])("a run without them ends before it begins, and names them: %j", async (given, what) => {
  const { exitCode, stderr } = await run("greeting", ...given);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `DAG "greeting" needs ${what}. Its params: day (string), rows, city (string, default "Graz").`,
  );
});

test("a run with them has them, of each of their types", async () => {
  for (const rows of ["3", "all"]) {
    expect(await run("greeting", "--param", "day=2026-01-02", "--param", `rows=${rows}`)).toMatchObject({
      exitCode: 0,
    });
  }
  const refused = await run("greeting", "--param", "day=2026-01-02", "--param", "rows=some");
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.stderr).toContain("--param rows=some is refused");
});

test("a task of another DAG gives them with the conf, or fails", async () => {
  expect(await run("starter")).toMatchObject({ exitCode: 1 });
  const journal = await readFile(path.join(project.folder, "out/state/greeting.jsonl"), "utf8");
  expect(journal).toContain('"runId":"given"');
  expect(await log("starter", "lacking")).toContain(
    'DAG "greeting" needs param rows, and the conf has none. It has no default.',
  );
});

test("a wait for the DAG says how to run it first", async () => {
  const state = path.join(project.folder, "out/state/greeting.jsonl");
  await project.write({ [path.relative(project.folder, state)]: "" });
  expect(await run("waiter")).toMatchObject({ exitCode: 1 });
  expect(await log("waiter", "wait")).toContain(
    "Run it first: npx windsock run greeting --from 2026-01-01T00:00 --to 2026-01-01T00:00 --param day=... --param rows=....",
  );
});

test("a bundle by hand asks for them, but for its help", async () => {
  const bundle = path.join(project.folder, "generated/bundles/greeting/greet.mjs");
  const node = (...args: string[]) => execa("node", [bundle, ...args], { reject: false });
  expect(await node()).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("needs values of params day, rows"),
  });
  expect(await node("--help")).toMatchObject({ exitCode: 0 });
  expect(await node("--param", "day=2026-01-02", "--param", "rows=3")).toMatchObject({ exitCode: 0 });
});
