// The module that DAG files share, without an Airflow: what it refuses, and what it says then.
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { buildCommand } from "../../src/model/command.ts";
import { oldestNode } from "../../src/model/oldest-node.ts";
import { TestProject } from "../compiler/test-project.ts";
import { plainPython } from "../services/python.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const python = await plainPython();
const projects: TestProject[] = [];
afterAll(() => Promise.all(projects.map((project) => project.remove())));

const dag = (id: string) => `
  import { Dag } from "windsock";
  const dag = new Dag("${id}");
  dag.task("work", () => null)();
  export default dag;
`;

async function builtProject(dagId: string, manifest: object): Promise<TestProject> {
  const project = await TestProject.create({ [`dags-ts/${dagId}.ts`]: dag(dagId) });
  projects.push(project);
  await project.write({ "package.json": JSON.stringify({ type: "module", ...manifest }) });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  return project;
}

/** Runs DAG files one after the other in one process, as Airflow does when it fills a DagBag. */
async function load(...files: readonly string[]) {
  const program = ["import airflow_stand_in, runpy, sys", "for file in sys.argv[1:]: runpy.run_path(file)"];
  return execa(python ?? "", ["-c", program.join("\n"), ...files], {
    env: { PYTHONPATH: import.meta.dirname, PYTHONDONTWRITEBYTECODE: "1" },
    reject: false,
  });
}

describe.skipIf(!python)("two projects in one Airflow", () => {
  test("with different names do not meet", async () => {
    const one = await builtProject("one", { name: "one" });
    const two = await builtProject("two", { name: "two" });
    const files = [`${one.folder}/generated/one.py`, `${two.folder}/generated/two.py`];
    expect(await load(...files)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("import nothing of what runs tasks before a task runs", async () => {
    const project = await builtProject("lazy", { name: "lazy" });
    const loaded =
      'import airflow_stand_in, runpy, sys; runpy.run_path(sys.argv[1]); print([name for name in sys.modules if name.startswith("windsock_")])';
    const { stdout } = await execa(python ?? "", ["-c", loaded, `${project.folder}/generated/lazy.py`], {
      env: { PYTHONPATH: import.meta.dirname, PYTHONDONTWRITEBYTECODE: "1" },
    });
    expect(stdout).toBe("['windsock_lazy']");
  });

  test("with the same name are told so, and what to do", async () => {
    const one = await builtProject("one", { name: "same" });
    const two = await builtProject("two", { name: "@scope/other", windsock: { project: "same" } });
    const files = [`${one.folder}/generated/one.py`, `${two.folder}/generated/two.py`];
    expect(await load(files[0] ?? "")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await load(files[1] ?? "")).toMatchObject({ exitCode: 0, stderr: "" });
    const { exitCode, stderr } = await load(...files);
    expect(exitCode).toBe(1);
    expect(stderr.split("\n").at(-1)).toBe(
      `ImportError: ${files[1]} needs windsock_same.py of its own folder, and Python found another project's ` +
        `first, in ${one.folder}/generated. Give one of the two projects another name in its package.json, ` +
        `for example "windsock": { "project": "other_name" }, and build it: ${buildCommand}`,
    );
  });
});

describe.skipIf(!python)("the shared module", () => {
  let folder: string;
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What a worker says whose PATH has this program as `node`. */
  async function checkNode(script: string): Promise<string> {
    const parent = path.join(repository, "out/test");
    await mkdir(parent, { recursive: true });
    folder ??= await mkdtemp(path.join(parent, "node-"));
    await writeFile(path.join(folder, "node"), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, "node"), 0o755);
    const program = `import airflow_stand_in, running; running._check_node_version({"PATH": "${folder}"})`;
    const { stderr } = await execa(python ?? "", ["-c", program], {
      env: {
        PYTHONPATH: [import.meta.dirname, path.join(repository, "src/python")].join(path.delimiter),
        PYTHONDONTWRITEBYTECODE: "1",
      },
      reject: false,
    });
    return stderr.split("\n").at(-1) ?? "";
  }

  test("explains a failure by a Node that cannot read bundles, and by no other", async () => {
    expect(await checkNode("echo v18.20.8")).toBe(
      `RuntimeError: The \`node\` on this worker's PATH, ${folder}/node, is v18.20.8. Install Node.js ` +
        `${oldestNode} or later on every worker, or add its folder to the PATH that the worker is started with.`,
    );
    expect(await checkNode("echo v20.18.3")).toContain("is v20.18.3.");
    for (const version of ["v20.19.0", "v22.1.0", "v100.0.0-nightly", "no version"])
      expect(await checkNode(`echo ${version}`)).toBe("");
  });
});
