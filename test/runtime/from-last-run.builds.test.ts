// A bundle that a person runs goes on from what a local run has left; and what a run that succeeded says.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

let project: TestProject;
let local: { readonly exitCode?: number | undefined; readonly stdout: string };

beforeAll(async () => {
  project = await TestProject.create({
    "dags-ts/steps.ts": `
import { Dag, ds, type TaskArgs, t, variable } from "windsock";
import * as z from "zod";
const dag = new Dag("steps", {
  schedule: "@daily",
  startDate: "2026-01-01",
  params: z.object({ factor: z.number().default(2), note: z.string().default("plain") }),
});
const first = dag.task("first", ({ input }: TaskArgs<{ day: string; factor: number }>) => ({
  key: input.day,
  rows: 3 * input.factor,
}))({ day: t\`day/\${ds}\`, factor: dag.params.factor });
interface Second { rows: number; day: string; note: string; token: string }
const second = dag.task("second", ({ input, log }: TaskArgs<Second>) => {
  log.info(\`with \${input.token}\`);
  return { ...input, token: input.token.length };
})({ rows: first.output.rows, day: ds, note: dag.params.note, token: variable("api_token") });
dag.task("third", ({ input }: TaskArgs<{ key: string }>) => input.key)(first).after(second);
export default dag;
`,
    "dags-ts/noisy.ts": `
import { Dag } from "windsock";
const dag = new Dag("noisy");
dag.task("print", () => {
  for (let count = 0; count < 11; count += 1) console.log("x".repeat(1024 * 1024));
})();
export default dag;
`,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  await project.write({ ".env": "AIRFLOW_VAR_API_TOKEN=hunter-two\n" });
  const days = ["--from", "2026-01-01", "--to", "2026-01-02"];
  local = await project.windsock("run", "steps", ...days, "--param", "factor=5", "--param", "note=local");
});

afterAll(() => project.remove());

const second = (...args: string[]) => project.bundle("steps/second.mjs", args);

describe("a bundle run by hand", () => {
  test("goes on from the last local run: its date, its params, and what its tasks returned", async () => {
    const { exitCode, stdout, stderr } = await second("--from-last-run");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ rows: 15, day: "2026-01-02", note: "local", token: 10 });
    expect(stderr).toContain("INFO    Goes on from the local run manual__2026-01-02T00:00:00+00:00.");
  });

  test("goes on from the run of a date, with inputs and params that are given instead", async () => {
    const { stdout } = await second(
      "--from-last-run",
      "--date",
      "2026-01-01",
      "--input",
      "rows=1",
      "--param",
      "note=mine",
    );
    expect(JSON.parse(stdout)).toEqual({ rows: 1, day: "2026-01-01", note: "mine", token: 10 });
  });

  test("takes the whole output of a task where that is the input", async () => {
    const { stdout } = await project.bundle("steps/third.mjs", ["--from-last-run"]);
    expect(JSON.parse(stdout)).toBe("day/2026-01-02");
    const { exitCode, stderr } = await project.bundle("steps/third.mjs", []);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'ERROR   Task "first" has left no output to read. Or go on from a local run with --from-last-run.',
    );
  });

  test("says that there was no such run, and how to make one", async () => {
    const { exitCode, stderr } = await second("--from-last-run", "--date", "2026-02-01");
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'ERROR   No local run of DAG "steps" of 2026-02-01 is remembered. Make one: ' +
        "npx windsock run steps --from 2026-02-01 --to 2026-02-01",
    );
  });

  test("masks a Variable that Airflow would mask by its name", async () => {
    const { stderr } = await second("--from-last-run");
    expect(stderr).toContain("INFO    with ***");
    expect(stderr).not.toContain("hunter");
  });
});

describe("a local run that succeeded", () => {
  test("says where its logs are, which have no Variable that Airflow would mask", async () => {
    expect(local.exitCode).toBe(0);
    expect(local.stdout).toContain("2 runs, all of them successful.");
    expect(local.stdout).toMatch(/^Logs: out\/logs\/steps\/$/m);
    const log = await project.read("out/logs/steps/2026-01-02/second/attempt-1.log");
    expect(log).toContain("INFO    with ***");
    expect(log).not.toContain("hunter");
  });

  test("says that a log is longer than people will want to wait for", async () => {
    const { exitCode, stdout } = await project.windsock("run", "noisy", "--from", "2026-01-01");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Logs: out\/logs\/noisy\/2026-01-01\/$/m);
    const log = await project.read("out/logs/noisy/2026-01-01/print/attempt-1.log");
    expect(log.slice(-300)).toMatch(
      /\nWARNING The task has printed 11\.\d MiB, and whoever looks at its log waits/,
    );
  });
});
