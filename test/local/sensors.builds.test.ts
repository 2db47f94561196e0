// Sensors, as the local runner has them and as bundles by hand.
import { rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, TestProject } from "../compiler/test-project.ts";

const rescheduled = `import { Dag, done } from "windsock";
import { existsSync, writeFileSync } from "node:fs";
const dag = new Dag("rescheduled", { startDate: "2026-01-01", maxActiveTasks: 1 });
// With one place for tasks, what makes the file could not begin while the sensor kept it.
const wait = dag.sensor("wait", () => (existsSync("made.txt") ? done("there") : false), {
  mode: "reschedule",
  pokeInterval: { seconds: 10 },
  priorityWeight: 2,
})();
dag.task("make", () => writeFileSync("made.txt", ""))();
dag.task("read", { text: wait.output }, ({ input }) => input.text);
export default dag;
`;

const endless = `import { Dag } from "windsock";
import { existsSync } from "node:fs";
const dag = new Dag("endless", { startDate: "2026-01-01" });
const isThere = () => existsSync("arrived.txt");
dag.sensor("keeps", isThere)();
dag.sensor("leaves", isThere, { mode: "reschedule" })();
dag.empty("done");
export default dag;
`;

const hooked = `import { Dag } from "windsock";
const dag = new Dag("hooked", { startDate: "2026-01-01", defaults: { retries: 3, retryDelay: { seconds: 0 } } });
dag.sensor("times_out", () => false, {
  pokeInterval: { seconds: 0.1 },
  timeout: { seconds: 1 },
  onExecute: ({ log }) => log.info("begins"),
  onFailure: ({ context, log }) => log.info(\`failed: \${context.error.type} \${context.error.message}\`),
})();
dag.sensor("says", (() => "there") as never)();
export default dag;
`;

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create("sensors");
  await project.write({
    "dags-ts/rescheduled.ts": rescheduled,
    "dags-ts/hooked.ts": hooked,
    "dags-ts/endless.ts": endless,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

const log = (dagId: string, taskId: string, attempt = 1) =>
  execa("find", [
    path.join(project.folder, "out/logs", dagId),
    "-path",
    `*/${taskId}/*`,
    "-name",
    `*${attempt}.log`,
  ]).then(({ stdout }) => project.read(path.relative(project.folder, stdout)));
const records = async (dagId: string) =>
  (await project.read(`out/state/${dagId}.jsonl`))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("in a run", () => {
  let result: CommandResult;
  let ends: Readonly<Record<string, { state: string; tries: number; value?: unknown; reason?: string }>>;

  beforeAll(async () => {
    const file = path.join(project.folder, "looks");
    result = await project.windsock("run", "ends", "--param", `file=${file}`);
    const tasks = (await records("ends")).filter(({ kind }) => kind === "task");
    ends = Object.fromEntries(tasks.map((task) => [task.taskId, task]));
  });

  test("they end in every way that Airflow's do", () => {
    expect(result.exitCode).toBe(1);
    expect(
      Object.fromEntries(Object.entries(ends).map(([id, { state, tries }]) => [id, `${state} ${tries}`])),
    ).toEqual({
      counted: "success 1",
      read: "success 1",
      at_once: "success 1",
      later: "success 1",
      times_out: "failed 1",
      soft: "skipped 1",
      never_but_times_out: "failed 1",
      breaks: "failed 3",
      breaks_softly: "failed 3",
      never_fails: "skipped 1",
      silent: "failed 1",
      fails: "failed 1",
      fails_softly: "skipped 1",
      skips: "skipped 1",
      killed: "success 2",
      hangs: "failed 1",
      hangs_softly: "skipped 1",
    });
    expect(ends.counted?.value).toEqual({ looks: 3 });
    expect(ends.later?.value).toEqual({ at: "ends" });
    expect(ends.at_once?.value).toBeNull();
  });

  test("they say why", () => {
    expect(ends.times_out?.reason).toMatch(/^it has waited for \d+ s, longer than its timeout of 1 s$/);
    expect(ends.hangs?.reason).toBe("a look was ended when its timeout of 2 s was over");
    expect(ends.hangs_softly?.reason).toBe(
      "softFail, and it would have failed: it took longer than its execution timeout of 2 s",
    );
    expect(ends.never_fails?.reason).toContain("neverFail, and it would have failed");
  });

  test("their looks are in one log, and the wait is told of once", async () => {
    const text = await log("ends", "counted");
    expect([...text.matchAll(/look (\d)/g)].map(([, count]) => count)).toEqual(["1", "2", "3"]);
    expect(text).toContain("Not yet.");
    const waiting = result.stdout.split("\n").filter((line) => line.includes(" counted, "));
    expect(waiting).toEqual([expect.stringMatching(/^WAITING .* counted, poke 1: looks again in 1/)]);
  });
});

test("a sensor that is rescheduled lets others run meanwhile, and is one try", async () => {
  await rm(path.join(project.folder, "made.txt"), { force: true });
  const result = await project.windsock("run", "rescheduled");
  expect(result).toMatchObject({ exitCode: 0 });
  const all = await records("rescheduled");
  expect(all.filter(({ kind }) => kind === "try").map(({ taskId }) => taskId)).toEqual([
    "wait",
    "make",
    "read",
  ]);
  expect(all.filter(({ kind }) => kind === "task")).toMatchObject([
    { taskId: "make" },
    { taskId: "wait", tries: 1, value: "there" },
    { taskId: "read", value: "there" },
  ]);
});

test("sensors that wait end at once when the run is stopped, and wait anew when it goes on", async () => {
  const command = path.join(project.folder, "node_modules/windsock/dist/cli/main.js");
  const run = execa("node", [command, "run", "endless", "--jobs", "2"], {
    cwd: project.folder,
    reject: false,
  });
  let said = "";
  run.stdout?.on("data", function stopOnce(piece: Buffer) {
    said += piece;
    if (said.match(/WAITING/g)?.length !== 2) return;
    run.kill("SIGINT");
    run.stdout?.off("data", stopOnce);
  });
  const { exitCode, stdout, durationMs } = await run;
  expect(exitCode).toBe(130);
  expect(durationMs).toBeLessThan(20_000);
  expect(stdout).toContain("Stopped. Go on with:");
  await project.write({ "arrived.txt": "" });
  expect(await project.windsock("run", "endless", "--resume")).toMatchObject({ exitCode: 0 });
  const tasks = (await records("endless")).filter(({ kind }) => kind === "task");
  expect(tasks.map(({ taskId, state, tries }) => `${taskId} ${state} ${tries}`).sort()).toEqual([
    "done success 0",
    "keeps success 1",
    "leaves success 1",
  ]);
});

test("callbacks are called once for a try, and told of the timeout", async () => {
  const { stderr, exitCode } = await project.windsock("run", "hooked");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
  const text = await log("hooked", "times_out");
  expect(text.match(/begins/g)).toHaveLength(1);
  expect(text).toMatch(
    /failed: AirflowSensorTimeout It has waited for \d+ s, longer than its timeout of 1 s\./,
  );
  const says = (await records("hooked")).find(({ kind, taskId }) => kind === "task" && taskId === "says");
  expect(says).toMatchObject({ state: "failed", tries: 1 });
  expect(says.reason).toContain('returned "there". It returns false for "not yet"');
});

test("windsock show says how they wait", async () => {
  const { stdout } = await project.windsock("show", "every-wait");
  expect(stdout).toContain("pokeInterval: 5 min");
  expect(stdout).toContain('mode: "reschedule"');
});

test("a bundle by hand looks once", async () => {
  const bundle = path.join(project.folder, "generated/bundles/every-wait/counted.mjs");
  const file = path.join(project.folder, "by-hand");
  const look = () =>
    execa("node", [bundle, "--input", `file=${file}`, "--input", "looks=2"], { reject: false });
  expect(await look()).toMatchObject({ exitCode: 3, stdout: "" });
  expect(await look()).toMatchObject({ exitCode: 0, stdout: '{\n  "looks": 2\n}' });
  const { stdout } = await execa("node", [bundle, "--help"]);
  expect(stdout).toContain("3   what it waits for is not there yet");
});
