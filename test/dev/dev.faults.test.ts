// `windsock dev`: whatever is saved, it builds and runs again, and nothing that is wrong ends it.
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { dagModule, dev, devIn, files, operator } from "./dev-project.ts";

const success = /one, run of 2026-01-01: success in/;

describe("a DAG", () => {
  test("runs, streams its log, shows what its tasks return, and runs again after each save", async () => {
    const { project, printed, saidNext, quit } = await devIn(files, "one", "--no-types");
    await saidNext(success);
    expect(printed()).toMatch(/^built DAG one, 2 tasks in \d/m);
    expect(printed()).toMatch(/^first {2}\| INFO +hello!$/m);
    expect(printed()).toMatch(/^first {2}= success in .* -> \{"said":"hello!"\}$/m);
    expect(printed()).toMatch(/^second \| INFO +second got hello! of everybody$/m);
    await project.write({ "dags-ts/operators/say.ts": operator("?") });
    await saidNext(/hello\?[\s\S]*: success in/);
    await project.write({ "dags-ts/local.env": "AIRFLOW_VAR_WHOM=nobody\n" });
    await saidNext(/of nobody[\s\S]*: success in/);
    expect(await quit()).toBe(0);
  });

  test("runs on while another file is broken, and a save of another file does not run it again", async () => {
    const { project, printed, saidNext } = await devIn(
      {
        ...files,
        "dags-ts/two.ts": "export const = 1;\n",
        "dags-ts/three.ts": 'throw new Error("no way");\n',
      },
      "one",
      "--no-types",
    );
    await saidNext(success);
    expect(printed()).toContain("dags-ts/two.ts:1:14 error");
    expect(printed()).toContain("Error while the module was evaluated: no way");
    expect(printed()).toContain("2 problems. The other DAGs are built.");
    await project.write({ "dags-ts/two.ts": dagModule("two", "two") });
    await saidNext(/1 problem. The other DAGs are built.\s+built 2 DAGs \(1 compiled\)/);
    await project.write({ "dags-ts/one.ts": dagModule("one", "again") });
    await saidNext(/again![\s\S]*: success in/);
    expect(printed().match(/run of 2026-01-01: success/g)).toHaveLength(2);
  });

  test("is run once it is whole, when it was broken from the start; a deleted folder may come back", async () => {
    const { project, saidNext } = await devIn(
      { ...files, "dags-ts/one.ts": dagModule("one", "x").replace('"@daily"', '"@dayly"') },
      "one",
      "--no-types",
    );
    await saidNext(/dags-ts\/one\.ts:3:\d+ error[\s\S]*waiting for DAG "one"/);
    await project.write({ "dags-ts/one.ts": dagModule("one", "mended") });
    await saidNext(/mended![\s\S]*: success in/);
    const folder = path.join(project.folder, "dags-ts");
    await rename(folder, path.join(project.folder, "elsewhere"));
    await saidNext("There is no folder dags-ts");
    await rename(path.join(project.folder, "elsewhere"), folder);
    await project.write({ "dags-ts/one.ts": dagModule("one", "back") });
    await saidNext(/back![\s\S]*: success in/);
  });

  test("whose module hangs or exits is told so, and the next save need not wait for the time limit", async () => {
    const { project, saidNext } = await devIn(files, "one", "--no-types", "--timeout", "60");
    await saidNext(success);
    await project.write({ "dags-ts/one.ts": "process.exit(3);\n" });
    await saidNext("ended the process (exit code 3)");
    await project.write({
      "dags-ts/one.ts":
        'import { writeFileSync } from "node:fs";\nwriteFileSync("hangs", "");\nfor (;;) {}\n',
    });
    await expect.poll(() => existsSync(path.join(project.folder, "hangs")), { timeout: 30_000 }).toBe(true);
    await project.write({ "dags-ts/one.ts": dagModule("one", "freed") });
    await saidNext(/freed![\s\S]*: success in/);
  });

  test("survives a broken package.json, .env and windsock.config.ts", async () => {
    const { project, saidNext, quit } = await devIn(files, "one", "--no-types");
    const manifest = await project.read("package.json");
    await saidNext(success);
    await project.write({ "package.json": "{" });
    await saidNext("package.json is not valid JSON");
    await project.write({ "package.json": manifest });
    await saidNext(success);
    await project.write({ "windsock.config.ts": "throw new Error('not today');\n" });
    await saidNext("not today");
    await rm(path.join(project.folder, "windsock.config.ts"));
    await project.write({ "dags-ts/one.ts": dagModule("one", "on") });
    await saidNext(/on![\s\S]*: success in/);
    expect(await quit()).toBe(0);
  });
});

describe("what a DAG is made of", () => {
  test("is watched wherever it lies: a linked package, text, JSON, a module that is still missing", async () => {
    const workspace = await TestProject.create({
      "shared/package.json": '{"name":"shared","type":"module","exports":"./index.ts"}',
      "shared/index.ts": 'export { text } from "./text.ts";\n',
      "shared/text.ts": 'export const text = "shared 1";\n',
      "dags-ts/query.sql": "select 1\n",
      "dags-ts/data.json": '{"n":1}',
    });
    const { symlink } = await import("node:fs/promises");
    await symlink("../shared", path.join(workspace.folder, "node_modules/shared"));
    const module = (more = "") => `import { Dag } from "windsock";
import { text } from "shared";
import query from "./query.sql";
import data from "./data.json";
${more}
const dag = new Dag("one");
dag.task("tell", ({ log }) => log.info([text, query.trim(), data.n].join(", ")))();
export default dag;
`;
    await workspace.write({ "dags-ts/one.ts": module() });
    const { project, saidNext } = dev(workspace, "one", "--no-types", "--date", "2026-01-01");
    await saidNext(/shared 1, select 1, 1[\s\S]*: success in/);
    await project.write({ "shared/text.ts": 'export const text = "shared 2";\n' });
    await saidNext(/shared 2, select 1, 1[\s\S]*: success in/);
    await project.write({ "dags-ts/query.sql": "select 2\n" });
    await saidNext(/shared 2, select 2, 1[\s\S]*: success in/);
    await project.write({ "dags-ts/data.json": '{"n":2}' });
    await saidNext(/shared 2, select 2, 2[\s\S]*: success in/);
    await project.write({ "dags-ts/one.ts": module('import "../later/missing.ts";') });
    await saidNext('Could not resolve "../later/missing.ts"');
    await project.write({ "later/missing.ts": "export {};\n" });
    await saidNext(/shared 2, select 2, 2[\s\S]*: success in/);
  });
});

describe("a task", () => {
  test("runs on the outputs of the last run, which are made where there are none", async () => {
    const { project, printed, saidNext } = await devIn(
      files,
      "one",
      "--task",
      "second",
      "--date",
      "2026-01-03",
      "--no-types",
    );
    await saidNext(/one, run of 2026-01-03: success/);
    expect(printed()).toContain("hello!");
    await project.write({ "dags-ts/one.ts": dagModule("one", "other").replace("second got", "now got") });
    await saidNext(/now got hello! of everybody[\s\S]*success/);
    expect(printed()).not.toContain("other!");
  });

  test("that is not there, a wrong date and a failing task end nothing", async () => {
    const { project, printed, saidNext } = await devIn(files, "one", "--task", "third", "--no-types");
    await saidNext('DAG "one" has no task "third". Its tasks: first, second.');
    await project.write({
      "dags-ts/one.ts": dagModule("one", "x").replace(
        "export default",
        'dag.task("third", () => { throw new TypeError("third fails"); })();\nexport default',
      ),
    });
    await saidNext(/third = failed in[\s\S]*one, run of 2026-01-01: failed/);
    expect(printed()).toContain("third fails");
    expect(printed()).toMatch(/third {3}log: out\/logs\/one\//);
  });
});

describe("a run under way", () => {
  const slow = (text: string) =>
    dagModule("one", "x").replace(
      "return { got: input.said };",
      `log.info("${text} " + process.pid); await new Promise((resolve) => setTimeout(resolve, ${text === "slow" ? 60_000 : 0})); return { got: "${text}" };`,
    );
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const pidIn = (text: string) => Number(/slow (\d+)/.exec(text)?.[1]);

  test("is stopped by a save of what it runs, and the newest runs; one of another DAG's files leaves it alone", async () => {
    const { project, printed, saidNext } = await devIn(
      { ...files, "dags-ts/one.ts": slow("slow"), "dags-ts/two.ts": dagModule("two", "two") },
      "one",
      "--no-types",
    );
    await saidNext(/slow \d+/);
    const pid = pidIn(printed());
    await project.write({ "dags-ts/two.ts": dagModule("two", "too") });
    await saidNext(/built 2 DAGs \(1 compiled\)/);
    expect(isAlive(pid)).toBe(true);
    await project.write({ "dags-ts/one.ts": slow("quick") });
    await saidNext(/quick \d+[\s\S]*: success in/);
    expect(isAlive(pid)).toBe(false);
  });

  test("ends with Ctrl-C, and so does everything that was started; the exit code is 0", async () => {
    const { printed, saidNext, quit } = await devIn(
      { ...files, "dags-ts/one.ts": slow("slow") },
      "one",
      "--no-types",
    );
    await saidNext(/slow \d+/);
    expect(await quit()).toBe(0);
    expect(isAlive(pidIn(printed()))).toBe(false);
  });
});

describe("without a DAG", () => {
  test("builds, lists the DAGs, shows what is wrong, and says what it does not know how to run", async () => {
    const { project, saidNext } = await devIn(files);
    await saidNext(/one[\s\S]*Every day|At 00:00/);
    await project.write({ "dags-ts/two.ts": "export default 1;\n" });
    await saidNext("1 problem. The other DAGs are built.");
    await project.write({ "dags-ts/two.ts": dagModule("two", "two") });
    await saidNext(/built 2 DAGs[\s\S]*two/);
  });

  test("options of a run make no sense", async () => {
    const project = await TestProject.create(files);
    const { exitCode, stderr } = await project.windsock("dev", "--task", "first");
    await project.remove();
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--task, --date and --param say how to run a DAG, and none is named.");
  });
});

test("two at once, and a build beside them, leave the project as one build would", async () => {
  const { project, saidNext } = await devIn(files, "one", "--no-types");
  const second = project.start("dev", "one", "--no-types");
  await saidNext(success);
  await expect.poll(second.printed, { timeout: 60_000 }).toMatch(success);
  for (const mark of ["2", "3"]) {
    await project.write({ "dags-ts/operators/say.ts": operator(mark) });
    expect(await project.windsock("build", "--no-types")).toMatchObject({ exitCode: 0 });
  }
  await saidNext(/hello3[\s\S]*: success in/);
  await expect.poll(second.printed, { timeout: 60_000 }).toMatch(/hello3[\s\S]*: success in/);
  second.process.kill("SIGINT");
  expect((await second.process).exitCode).toBe(0);
  expect(await project.windsock("build", "--check", "--no-types")).toMatchObject({ exitCode: 0 });
});
