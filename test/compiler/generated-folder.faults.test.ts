// What `windsock build` writes into the generated folder, and what it leaves alone.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { dagModule, smallDag } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

const projects: TestProject[] = [];

async function project(content: Readonly<Record<string, string>> | string): Promise<TestProject> {
  const created = await TestProject.create(content);
  projects.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(projects.splice(0).map((each) => each.remove()));
});

describe("the generated folder", () => {
  let shapes: TestProject;
  beforeAll(async () => {
    shapes = await TestProject.create("shapes");
    expect(await shapes.windsock("build")).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => shapes.remove());

  test("has the same bytes wherever and however often it is built", async () => {
    const second = await project("shapes");
    await second.windsock("build");
    const files = await shapes.snapshot("generated");
    expect([...files.keys()]).toContain("generated/bundles/shapes/class.mjs");
    expect(await second.snapshot("generated")).toEqual(files);
    const again = await second.windsock("build");
    expect(again.stdout).toContain("nothing changed");
    expect(await second.snapshot("generated")).toEqual(files);
  });

  test("tells nothing of the machine it was built on", async () => {
    for (const [name, text] of await shapes.snapshot("generated")) {
      expect(text.includes(shapes.folder), name).toBe(false);
    }
  });

  test("loses the files of a DAG that is gone, and keeps what is not ours", async () => {
    const built = await project({
      "dags-ts/one.ts": smallDag("one"),
      "dags-ts/two.ts": smallDag("two"),
    });
    await built.windsock("build");
    await built.write({ "generated/by_hand.py": "# mine\n", "generated/notes.md": "mine\n" });
    await built.write({ "dags-ts/two.ts": smallDag("three") });
    const result = await built.windsock("build");
    expect(result.stdout).toContain("removed generated/two.py");
    const files = [...(await built.snapshot("generated")).keys()];
    expect(files).toContain("generated/three.py");
    expect(files).toContain("generated/by_hand.py");
    expect(files).toContain("generated/notes.md");
    expect(files.filter((file) => file.includes("two"))).toEqual([]);
  });

  test("stays as it was when one of several DAGs is broken", async () => {
    const built = await project({ "dags-ts/one.ts": smallDag("one") });
    await built.windsock("build");
    const before = await built.snapshot("generated");
    await built.write({
      "dags-ts/one.ts": `${smallDag("one")}// changed\n`,
      "dags-ts/two.ts": "export default 1;\n",
    });
    expect(await built.windsock("build")).toMatchObject({ exitCode: 1 });
    expect(await built.snapshot("generated")).toEqual(before);
  });

  test("has a bundle that holds one operator and not the others", async () => {
    const operator = (name: string) =>
      `import { defineOperator } from "windsock";\nexport const ${name} = defineOperator({ name: "${name}", run: () => console.log("${name} ran") });\n`;
    const built = await project({
      "dags-ts/operators/first.ts": operator("first"),
      "dags-ts/operators/second.ts": operator("second"),
      "dags-ts/two-tasks.ts": dagModule(
        'import { first } from "./operators/first.ts";\nimport { second } from "./operators/second.ts";\n' +
          'const dag = new Dag("two-tasks");\ndag.task("a", first)();\ndag.task("b", second)();\nexport default dag;\n',
      ),
    });
    await built.windsock("build");
    const bundle = await built.read("generated/bundles/two-tasks/a.mjs");
    expect(bundle).toContain("first ran");
    expect(bundle).not.toContain("second ran");
  });

  test("has bundles for tasks that are made in a loop and by a factory", async () => {
    const built = await project({
      "dags-ts/looped.ts": dagModule(`
const greet = (word: string) => defineOperator({ name: "Greet", output: z.string(), run: () => word });
const dag = new Dag("looped");
for (const word of ["hello", "bye"]) dag.task(\`say_\${word}\`, greet(word))();
export default dag;
`),
    });
    expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
    expect((await built.bundle("looped/say_hello.mjs", [])).stdout).toBe('"hello"');
    expect((await built.bundle("looped/say_bye.mjs", [])).stdout).toBe('"bye"');
  });
});
