// One mistake among many DAGs: it is told, all of them are, and the others can be run.
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "./test-project.ts";

const count = 500;
const broken: Readonly<Record<number, readonly [source: string, said: string]>> = {
  17: [
    'import { Dag } from "windsock"\nexport default new Dag("d17", { retires: 3 } as never);\n',
    '2:33 error The DAG has an option "retires", which there is not.',
  ],
  250: ['import "./nowhere.ts";\n', '1:8 error Could not resolve "./nowhere.ts"'],
  499: ["export const answer = 42;\n", "1:1 error The module has no default export."],
};

let project: TestProject;
beforeAll(async () => {
  const modules = Array.from({ length: count }, (_, index) => [
    `dags-ts/d${index}.ts`,
    broken[index]?.[0] ??
      `import { Dag } from "windsock";\nconst dag = new Dag("d${index}");\ndag.task("work", () => ${index})();\nexport default dag;\n`,
  ]);
  project = await TestProject.create(Object.fromEntries(modules));
});
afterAll(() => project?.remove());

test("a build tells all mistakes, and writes nothing", async () => {
  const { exitCode, stderr } = await project.windsock("build");
  expect(exitCode).toBe(1);
  for (const [index, [, said]] of Object.entries(broken))
    expect(stderr).toContain(`dags-ts/d${index}.ts:${said}`);
  expect(stderr).toContain("3 problems. Nothing was written.");
});

test("a DAG that nothing is wrong with is built and runs", async () => {
  const { exitCode, stdout } = await project.windsock(
    "run",
    "d300",
    "--from",
    "2026-01-01",
    "--to",
    "2026-01-01",
  );
  expect(stdout).toContain("1 run, all of them successful.");
  expect(exitCode).toBe(0);
  expect(await project.read("generated/d300.py")).toContain('dag_id="d300"');
});
