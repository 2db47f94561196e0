// What `windsock build` says of DAGs and tasks that a module makes and that would not be built.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

type Case = readonly [name: string, code: string, ...said: (readonly [place: string, message: string])[]];

const dag = 'const dag = new Dag("{id}");\ndag.empty("work");\n';

/** Code that begins in line 3. */
const cases: readonly Case[] = [
  [
    "a DAG that is not exported",
    dag,
    ["3:13", 'DAG "{id}" is made here, and the module does not export it.'],
  ],
  [
    "a DAG that is exported by a name",
    `${dag}export { dag as nightly };\n`,
    ["3:13", "the module exports it as nightly."],
  ],
  [
    "a function by default that would make the DAG",
    `export default function nightly() {\n${dag}return dag;\n}\n`,
    ["1:1", "The module exports a function by default, and nobody calls it."],
  ],
  [
    "a function by a name that would make the DAG",
    `export function nightly() {\n${dag}return dag;\n}\n`,
    ["1:1", "Where a function makes the DAG, call it, and export what it returns."],
  ],
  [
    "a promise of a DAG",
    `async function make() {\n${dag}return dag;\n}\nexport default make();\n`,
    ["4:13", 'DAG "{id}" is made here, and the module exports a promise of it'],
  ],
  [
    "a list of DAGs",
    'export default ["a", "b"].map((name) => new Dag("{id}-" + name));\n',
    ["3:41", 'DAG "{id}-a" is made here'],
    ["3:41", 'DAG "{id}-b" is made here'],
  ],
  [
    "a second DAG",
    `${dag}export const other = new Dag("{id}-2");\nexport default dag;\n`,
    ["5:22", 'DAG "{id}-2" is made beside DAG "{id}", which the module exports'],
  ],
  [
    "a second DAG of a factory",
    `import { make } from "./shared/make.ts";\nexport default make("{id}");\nmake("{id}-2");\n`,
    ["5:1", 'DAG "{id}-2" is made beside DAG "{id}"'],
  ],
  [
    "a task after an await",
    `${dag}async function more() {\n  await new Promise((done) => setTimeout(done, 5));\n  dag.empty("late");\n}\nvoid more();\nexport default dag;\n`,
    ["7:7", 'Task "late" is declared when its module has been evaluated. Declare all tasks while it is'],
  ],
  [
    "the only task, in a callback of a file that is read",
    `import { readFile } from "node:fs";\nconst dag = new Dag("{id}");\nreadFile("package.json", () => dag.task("late", () => 1)());\nexport default dag;\n`,
    ["5:36", 'Task "late" is declared when its module has been evaluated.'],
  ],
  [
    "the only task, in an hour",
    `const dag = new Dag("{id}");\nsetTimeout(() => {\n  dag.task("late", () => 1)();\n}, 3_600_000);\nexport default dag;\n`,
    ["5:7", 'DAG "{id}" has no tasks, and this one is not declared while the module is evaluated.'],
  ],
];

/** Modules with nothing wrong. */
const fine = {
  "another-dag": `import other from "./fine-other.ts";\nconst dag = new Dag("{id}");\ndag.task("trigger", () => other.dagId)();\nexport default dag;\n`,
  other: `${dag}export { dag as other };\nexport default dag;\n`,
  factory: `import { make } from "./shared/make.ts";\nexport default make("{id}");\n`,
  awaited: 'const dag = new Dag("{id}");\nawait null;\ndag.empty("work");\nexport default dag;\n',
};

const modules = [
  ...cases.map(([, code], index) => ({ id: `stray-${index + 1}`, code })),
  ...Object.entries(fine).map(([name, code]) => ({ id: `fine-${name}`, code })),
];

describe("a build of modules that make something else than the DAG they export", () => {
  let project: TestProject;
  let stderr: string;
  beforeAll(async () => {
    const files = modules.map(({ id, code }) => [`dags-ts/${id}.ts`, dagModule(code.replaceAll("{id}", id))]);
    project = await TestProject.create({
      ...Object.fromEntries(files),
      "dags-ts/shared/make.ts":
        'import { Dag } from "windsock";\nexport function make(id: string) {\n  const dag = new Dag(id);\n  dag.empty("work");\n  return dag;\n}\n',
    });
    ({ stderr } = await project.windsock("build"));
  });
  afterAll(() => project.remove());

  test.each(cases.map(([name, , ...said], index) => ({ name, said, id: `stray-${index + 1}` })))(
    "hears of $name",
    ({ id, said }) => {
      const problems = stderr.split(/^(?=dags-ts\/)/m).filter((text) => text.startsWith(`dags-ts/${id}.ts:`));
      expect(problems).toHaveLength(said.length);
      said.forEach(([place, message], index) => {
        expect(problems[index]).toContain(`dags-ts/${id}.ts:${place} error `);
        expect(problems[index]).toContain(message.replaceAll("{id}", id));
      });
    },
  );

  test("hears nothing of those that make one DAG, also with the help of others", () => {
    expect(stderr).not.toContain("fine-");
  });
});
