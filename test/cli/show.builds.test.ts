import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await TestProject.create("shapes");
  await project.write({
    "dags-ts/weekly.ts": `import { Dag } from "windsock";
const dag = new Dag("weekly", { schedule: "@weekly", startDate: "2026-01-04", description: "Each Sunday", tags: ["a"] });
dag.empty("only");
export default dag;
`,
  });
  const { stderr, exitCode } = await project.windsock("build");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
});
afterAll(() => project.remove());

describe("windsock list", () => {
  test("shows the built DAGs as a table, and as JSON for programs", async () => {
    const { exitCode, stdout, stderr } = await project.windsock("list");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/│ shapes │ Never, external triggers only\s+│ +5 │ +│ - /);
    expect(stdout).toMatch(
      /│ weekly │ At 00:00, only on Sunday \(0 0 \* \* 0\) │ +1 │ a +│ 20.*│ Each Sunday │/,
    );
    const json = JSON.parse((await project.windsock("list", "--json")).stdout);
    expect(json).toEqual([
      {
        dagId: "shapes",
        schedule: "Never, external triggers only",
        timezone: "UTC",
        tasks: 5,
        tags: [],
        nextRun: null,
        description: null,
      },
      {
        dagId: "weekly",
        schedule: "At 00:00, only on Sunday (0 0 * * 0)",
        timezone: "UTC",
        tasks: 1,
        tags: ["a"],
        nextRun: expect.stringMatching(/^20\d\d-\d\d-\d\dT00:00:00\+00:00$/),
        description: "Each Sunday",
      },
    ]);
  });

  test("says what to do where nothing is built", async () => {
    const empty = await TestProject.create({});
    for (const args of [["list"], ["list", "--json"], ["show", "x"]]) {
      const { exitCode, stdout, stderr } = await empty.windsock(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toContain("No DAG is built yet. Run `npx windsock build` first.");
    }
    await empty.remove();
  });

  test.each([
    ["changed", { "dags-ts/weekly.ts": "export default 1;" }, "dags-ts/weekly.ts has changed"],
    ["a library of it changed", { "dags-ts/operators/all.ts": "" }, "dags-ts/operators/all.ts has changed"],
    ["new", { "dags-ts/other.ts": "" }, "dags-ts/other.ts is new"],
  ])("and show say so when a DAG's source is %s, beside what was built", async (_, files, finding) => {
    const copy = await project.copy();
    await copy.write(files);
    for (const args of [
      ["list", "--json"],
      ["show", "weekly", "--json"],
    ]) {
      const { exitCode, stdout, stderr } = await copy.windsock(...args);
      expect(exitCode).toBe(0);
      expect(JSON.stringify(JSON.parse(stdout))).toContain("weekly");
      expect(stderr).toBe(
        `stale ${finding} since generated/ was built\nThis is what was built before. Run npx windsock build.`,
      );
    }
    await copy.remove();
  });
});

test("list says so when the manifest came with a DAG, or a change, that nobody built here", async () => {
  const copy = await project.copy();
  const manifest = JSON.parse(await copy.read("generated/manifest.json"));
  manifest.dags.weekly.build = "000000000000";
  manifest.dags.colleague = { ...manifest.dags.shapes };
  await copy.write({ "generated/manifest.json": JSON.stringify(manifest) });
  const { exitCode, stderr } = await copy.windsock("list");
  expect(exitCode).toBe(0);
  expect(stderr.split("\n").slice(0, -1).sort()).toEqual([
    "stale generated/bundles/colleague/dag.json is missing",
    "stale generated/bundles/weekly/dag.json was built from other sources",
  ]);
  await copy.remove();
});

test.each(["<<<<<<< HEAD", '{"dags": {"shapes": null}}', "[]"])(
  "list takes the manifest %j for none",
  async (text) => {
    const copy = await project.copy();
    await copy.write({ "generated/manifest.json": text });
    const { exitCode, stderr } = await copy.windsock("list");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("stale dags-ts/shapes.ts is new since generated/ was built");
    await copy.remove();
  },
);

test("the docs show the graph as it is", async () => {
  const docs = await readFile(path.resolve(import.meta.dirname, "../../docs/commands.md"), "utf8");
  const graph = /```\n(Graph\n[\s\S]*?)\n```/.exec(docs)?.[1] ?? "";
  expect((await project.windsock("show", "shapes")).stdout).toContain(`\n${graph}\n\n`);
});

describe("windsock show", () => {
  test("says what a DAG is, layer by layer and task by task", async () => {
    const { exitCode, stdout, stderr } = await project.windsock("show", "shapes");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    await expect(`${stdout}\n`).toMatchFileSnapshot("../show/shapes.txt");
  });

  test("shows as many of the next runs as are asked for", async () => {
    const runs = async (...args: string[]) =>
      JSON.parse((await project.windsock("show", "weekly", "--json", ...args)).stdout).nextRuns;
    expect(await runs()).toHaveLength(5);
    expect(await runs("--runs", "0")).toEqual([]);
    const many = await runs("--runs", "14");
    expect(many).toHaveLength(14);
    for (const [index, run] of many.entries()) {
      expect(run.logicalDate).toBe(`${run.ds}T00:00:00+00:00`);
      expect(run.dataIntervalStart).toBe(run.logicalDate);
      if (index > 0) expect(run.logicalDate).toBe(many[index - 1].dataIntervalEnd);
    }
    const { stdout } = await project.windsock("show", "weekly", "--runs", "2");
    expect(stdout.match(/^│ 20.*│$/gm)).toHaveLength(2);
  });

  test("prints all of it as JSON", async () => {
    const { stdout } = await project.windsock("show", "shapes", "--json");
    const { tasks, ...dag } = JSON.parse(stdout);
    expect(dag).toEqual({
      dagId: "shapes",
      description: null,
      source: "dags-ts/shapes.ts:23",
      schedule: "Never, external triggers only",
      timezone: "UTC",
      startDate: null,
      endDate: null,
      tags: [],
      options: {},
      params: [{ name: "odd name", type: "string", default: '"x"', description: null }],
      triggeredBy: [],
      nextRuns: [],
      runsNote: "It runs when somebody triggers it.",
    });
    expect(tasks.map(({ taskId, layer }: { taskId: string; layer: number }) => [taskId, layer])).toEqual([
      ["start", 0],
      ["count.left", 1],
      ["count-right", 1],
      ["class", 2],
      ["end", 3],
    ]);
    expect(tasks[1]).toEqual({
      taskId: "count.left",
      displayName: null,
      role: null,
      operator: "CountOperator",
      source: "dags-ts/shapes.ts:26",
      layer: 1,
      upstream: ["start"],
      labels: [],
      group: null,
      triggerRule: "all_success",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the author wrote.
      inputs: [{ name: "key", value: 't`in/${ds_nodash}/${variable("prefix")}-left.csv`' }],
      output: '{ rows: integer, parts: { "part key": string }[] }',
      connections: [],
      variables: ["prefix"],
      options: {},
      inlets: [],
      outlets: [],
    });
  });

  test("writes a page and a picture, and prints nothing then", async () => {
    const { exitCode, stdout, stderr } = await project.windsock(
      ...["show", "shapes", "--html", "out/a/shapes.html", "--svg", "out/shapes.svg"],
    );
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const svg = await project.read("out/shapes.svg");
    expect(svg).toMatch(/^<svg xmlns=/);
    const page = await project.read("out/a/shapes.html");
    expect(page).toContain(svg);
    expect(page).not.toMatch(/<script|\bhref=|\bsrc=/);
  });

  test("says so where a file cannot be written", async () => {
    await project.write({ "out/folder/file": "" });
    for (const [option, file, code] of [
      ["--html", "out/folder", "EISDIR"],
      ["--svg", "out/folder/file/x.svg", "EEXIST"],
    ] as const) {
      const { exitCode, stdout, stderr } = await project.windsock("show", "shapes", option, file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toBe(
        `${option} ${path.join(project.folder, file)} cannot be written: ${code}. Choose another file.`,
      );
    }
  });

  test.each([
    ["shaeps", "Did you mean shapes? The built DAGs are: shapes, weekly."],
    ["Weekly", "Did you mean weekly? "],
    ["something-else", "The built DAGs are: shapes, weekly."],
  ])("knows what %j may have meant", async (dagId, hint) => {
    const { exitCode, stderr } = await project.windsock("show", dagId);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`DAG "${dagId}" is not built. ${hint}`);
  });
});

test("the README's picture of the reference pipeline is what the command draws", async () => {
  const { default: dag } = await import("../../dags-ts/user-s3-to-redshift.ts");
  const { dagModel } = await import("../../src/testing/index.ts");
  const { viewDag } = await import("../../src/show/dag-view.ts");
  const { graphSvg } = await import("../../src/show/graph-svg.ts");
  const picture = path.resolve(import.meta.dirname, "../../docs/images/show.svg");
  // npx windsock show user-s3-to-redshift --svg docs/images/show.svg
  expect(await readFile(picture, "utf8")).toBe(graphSvg(viewDag(dagModel(dag), new Date(), 0)));
});
