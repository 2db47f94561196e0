// `windsock run` and bundles by hand after an edit that nobody has built.
import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const dag = (id: string, text: string) => `import { Dag } from "windsock";
import { mark } from "../../shared/mark.ts";
const dag = new Dag("${id}", { schedule: "@daily", startDate: "2026-01-01" });
dag.task("say", ({ log }) => log.info("${text}" + mark))();
export default dag;
`;

const run = ["run", "one", "--to", "2026-01-01"] as const;

let workspace: TestProject;
let project: TestProject;
const log = () => project.read("out/logs/one/2026-01-01/say/attempt-1.log");
const save = (text: string) => project.write({ "dags-ts/one.ts": dag("one", text) });

beforeAll(async () => {
  workspace = await TestProject.create({ "shared/mark.ts": 'export const mark = "!";\n' });
  project = await TestProject.create(
    { "dags-ts/one.ts": dag("one", "first"), "dags-ts/two.ts": dag("two", "two") },
    workspace.folder,
  );
});
afterAll(() => workspace.remove());

test("a run builds what nobody has built, and not what is built", async () => {
  const { exitCode, stdout } = await project.windsock(...run);
  expect(stdout).toContain("built DAG one, 1 task in");
  expect({ exitCode, log: await log() }).toEqual({ exitCode: 0, log: expect.stringContaining("first!") });
  expect((await project.windsock(...run)).stdout).not.toContain("built");
});

test("a run builds after an edit, of a module outside of the project, too", async () => {
  await workspace.write({ "shared/mark.ts": 'export const mark = "?";\n' });
  const { exitCode, stdout } = await project.windsock(...run);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("built DAG one") });
  expect(await log()).toContain("first?");
});

test("--no-build runs what is there, and says that it is stale", async () => {
  await save("second");
  const { exitCode, stdout, stderr } = await project.windsock(...run, "--no-build");
  expect({ exitCode, built: stdout.includes("built") }).toEqual({ exitCode: 0, built: false });
  expect(stderr).toContain("stale dags-ts/one.ts has changed since generated/ was built");
  expect(await log()).toContain("first?");
});

test("a bundle by hand says in one line that its sources have changed, and what to do", async () => {
  const { exitCode, stderr } = await project.bundle("one/say.mjs", ["--date", "2026-01-01"]);
  expect(exitCode).toBe(0);
  const warnings = stderr.split("\n").filter((line) => line.includes("WARN"));
  expect(warnings).toEqual([
    expect.stringContaining(
      "dags-ts/one.ts has changed since this bundle was built. Run npx windsock build.",
    ),
  ]);
  await project.windsock(...run);
  expect((await project.bundle("one/say.mjs", ["--date", "2026-01-01"])).stderr).not.toContain("WARN");
});

test("a mistake in another DAG holds nobody up; one in the DAG itself is told, and nothing runs", async () => {
  await project.write({ "dags-ts/two.ts": "export const = 1;\n" });
  await save("third");
  expect(await project.windsock(...run)).toMatchObject({ exitCode: 0 });
  expect(await log()).toContain("third?");
  await project.write({ "dags-ts/one.ts": 'throw new Error("not now");\n' });
  const { exitCode, stderr } = await project.windsock(...run);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("dags-ts/one.ts:1:7 error Error while the module was evaluated: not now");
  expect(stderr).not.toContain("two.ts");
});

test("in a fresh clone, everything that can be built is built", async () => {
  await save("fourth");
  await project.windsock(...run);
  await rm(path.join(project.folder, "generated/bundles"), { recursive: true });
  const { exitCode, stdout, stderr } = await project.windsock(...run);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("built DAG one") });
  expect(stderr).toContain("Other DAGs have 1 problem");
});

test("--check sees a change of a module outside of the project", async () => {
  await project.write({ "dags-ts/two.ts": dag("two", "two") });
  expect(await project.windsock("build", "--no-types")).toMatchObject({ exitCode: 0 });
  await workspace.write({ "shared/mark.ts": 'export const mark = ".";\n' });
  const { exitCode, stderr } = await project.windsock("build", "--check", "--no-types");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/stale \.\.\/shared\/mark\.ts has changed since generated\/ was built/);
});
