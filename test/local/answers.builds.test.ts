// Tasks of local runs that ask people: answered ahead, at the terminal, by default or not at all.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const asks = `import { Dag, t } from "windsock";
import * as z from "zod";
const dag = new Dag("asks", { startDate: "2026-01-01" });
const details = dag.form("details", {
  subject: "What is new?", fields: z.object({ title: z.string().default("untitled"), count: z.int().default(1) }) });
const regions = dag.choice("regions", {
  subject: t\`Where does \${details.output.title} go?\`, options: ["eu", "us", "uk"], multiple: true });
const region = dag.choice("region", { subject: "First?", options: ["eu", "us"], defaults: "us", responseTimeout: { seconds: 60 } });
dag.task("read", { details, regions, region }, ({ input }) => input);
export default dag;
`;

const config = 'export default { airflow: ["3.1", "3.2", "3.3"] };\n';
let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create({ "dags-ts/asks.ts": asks, "windsock.config.ts": config });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

const log = (taskId: string) =>
  readFile(path.join(project.folder, `out/logs/asks/2026-01-01/${taskId}/attempt-1.log`), "utf8");
async function read(): Promise<unknown> {
  const lines = (await readFile(path.join(project.folder, "out/state/asks.jsonl"), "utf8"))
    .trim()
    .split("\n");
  const records = lines.map((line) => JSON.parse(line) as { taskId?: string; value?: unknown });
  return records.findLast(({ taskId, value }) => taskId === "read" && value !== undefined)?.value;
}

test("answers that are given ahead, and a default", async () => {
  const given = ["--answer", 'details={"title":"one"}', "--answer", "regions=eu,uk"];
  expect(await project.windsock("run", "asks", ...given)).toMatchObject({ exitCode: 0 });
  expect(await read()).toEqual({ details: { title: "one", count: 1 }, regions: ["eu", "uk"], region: "us" });
  expect(await log("regions")).toBe("Where does one go?\nAnswered given ahead: eu, uk\n");
  expect(await log("region")).toContain("Answered by default: us");
});

test("without an answer the task fails, and says how to give one", async () => {
  expect(await project.windsock("run", "asks")).toMatchObject({ exitCode: 1 });
  expect(await log("details")).toContain("Answered by default");
  expect(await log("regions")).toContain("Answer it ahead: --answer regions=eu");
});

test.each([
  ["details", "says no answer. Write --answer task=answer."],
  ["detials={}", 'has no task "detials" that asks people. Did you mean details?'],
  ["details=one", "cannot be taken: it takes an object with the fields title, count."],
  ["regions=eu,fr", '"fr" is none of its options. It takes "eu", "us", "uk".'],
])("an answer that cannot be taken is refused before anything runs: %s", async (given, problem) => {
  const { exitCode, stderr } = await project.windsock("run", "asks", "--answer", given);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(problem);
});

test("at a terminal it asks, again where the answer cannot be taken", async () => {
  const cli = path.resolve(import.meta.dirname, "../../dist/cli/main.js");
  const asked = execa("script", ["-qec", `node ${cli} run asks`, "/dev/null"], {
    cwd: project.folder,
    reject: false,
    env: { TERM: "xterm" },
  });
  const answers: readonly (readonly [prompt: string, line: string])[] = [
    ['title (Enter for "untitled"): ', "two"],
    ["count (Enter for 1): ", "many"],
    ['title (Enter for "untitled"): ', "two"],
    ["count (Enter for 1): ", ""],
    ["or Enter for us: ", "1"],
    ["with commas between: ", "1, us"],
  ];
  let printed = "";
  const waiting = [...answers];
  asked.stdout.on("data", (piece) => {
    printed += String(piece);
    const [next] = waiting;
    if (!next || !printed.includes(next[0])) return;
    printed = printed.slice(printed.indexOf(next[0]) + next[0].length);
    waiting.shift();
    asked.stdin.write(`${next[1]}\n`);
  });
  const { exitCode, stdout } = await asked;
  expect(stdout).toContain('field "count" is refused');
  expect(stdout).toContain("Where does two go?");
  expect(exitCode).toBe(0);
  expect(await read()).toEqual({ details: { title: "two", count: 1 }, regions: ["eu", "us"], region: "eu" });
});
