// `windsock build --watch`: what is built again after a save is what changed, and as good as built anew.
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { smallDag } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

const operator = (text: string) => `import { defineOperator } from "windsock";
import { suffix } from "../shared/suffix.ts";
export const say = defineOperator({ name: "Say", run: ({ log }) => log.info("${text}" + suffix) });
`;

const dagModule = (id: string) => `import { Dag } from "windsock";
import { say } from "./operators/${id}.ts";
const dag = new Dag("${id}");
dag.task("say", say)();
dag.task("inline", ({ log }) => log.info("inline"))();
export default dag;
`;

const files = {
  "dags-ts/one.ts": dagModule("one"),
  "dags-ts/two.ts": dagModule("two"),
  "dags-ts/operators/one.ts": operator("hello"),
  "dags-ts/operators/two.ts": operator("bye"),
  "dags-ts/shared/suffix.ts": 'export const suffix = "!";\n',
};

/** A project that is watched; `saidNext` waits for what the watch says beyond what was waited for before. */
async function watched() {
  const project = await TestProject.create(files);
  const { process, printed } = project.start("build", "--watch");
  cleanUp.push(
    () => project.remove(),
    async () => {
      process.kill("SIGINT");
      await process;
    },
  );
  let heard = 0;
  const saidNext = async (text: string | RegExp) => {
    await expect.poll(() => printed().slice(heard), { timeout: 60_000, interval: 20 }).toMatch(text);
    heard = printed().length;
  };
  await saidNext(/^built 2 DAGs, 4 tasks in/m);
  return { project, saidNext };
}

/** The generated folder must be what a first build of the same sources makes. */
async function expectAsBuiltAnew(project: TestProject): Promise<void> {
  const fresh = await TestProject.create(Object.fromEntries(await project.snapshot("dags-ts")));
  cleanUp.push(() => fresh.remove());
  expect(await fresh.windsock("build")).toMatchObject({ exitCode: 0 });
  expect(await project.snapshot("generated")).toEqual(await fresh.snapshot("generated"));
}

test("builds again on each save, survives a mistake, and ends on Ctrl-C", async () => {
  const built = await TestProject.create({ "dags-ts/one.ts": smallDag("one") });
  cleanUp.push(() => built.remove());
  const watching = built.start("build", "--watch");
  const said = (text: string) =>
    expect.poll(() => watching.printed(), { timeout: 30_000, interval: 50 }).toContain(text);
  await said("built DAG one, 1 task");
  await built.write({ "dags-ts/one.ts": "export default 1;\n" });
  await said("1 problem. Nothing was written.");
  await built.write({ "dags-ts/one.ts": smallDag("renamed") });
  await said("built DAG renamed");
  await built.write({ "dags-ts/two.ts": smallDag("one") });
  await said("built 2 DAGs");
  watching.process.kill("SIGINT");
  expect(await watching.process).toMatchObject({ exitCode: 0 });
  expect([...(await built.snapshot("generated")).keys()]).toContain("generated/renamed.py");
});

test("a saved operator compiles its own DAG alone", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "dags-ts/operators/one.ts": operator("good morning") });
  await saidNext(/^built 2 DAGs \(1 compiled\), 4 tasks in/m);
  expect((await project.bundle("one/say.mjs", [])).stderr).toContain("good morning!");
  expect((await project.bundle("two/say.mjs", [])).stderr).toContain("bye!");
  await expectAsBuiltAnew(project);
});

test("a saved module compiles every DAG that imports it, however indirectly", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "dags-ts/shared/suffix.ts": 'export const suffix = "?";\n' });
  await saidNext(/^built 2 DAGs, 4 tasks in/m);
  expect((await project.bundle("two/say.mjs", [])).stderr).toContain("bye?");
  await expectAsBuiltAnew(project);
});

test("a file that is replaced, as editors do, by one of the same size and age is seen", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "swap.ts": operator("HELLO") });
  await rename(path.join(project.folder, "swap.ts"), path.join(project.folder, "dags-ts/operators/one.ts"));
  await saidNext(/^built 2 DAGs \(1 compiled\), 4 tasks in/m);
  expect((await project.bundle("one/say.mjs", [])).stderr).toContain("HELLO!");
});

test("new and deleted DAG modules come and go without the others being compiled", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "dags-ts/three.ts": dagModule("two").replace('Dag("two")', 'Dag("three")') });
  await saidNext(/^built 3 DAGs \(1 compiled\), 6 tasks in/m);
  await rm(path.join(project.folder, "dags-ts/one.ts"));
  await saidNext(/removed generated\/one\.py[\s\S]*^built 2 DAGs \(0 compiled\), 4 tasks in/m);
  await expectAsBuiltAnew(project);
});

test("a mistake leaves all as it was, and is forgotten once it is mended", async () => {
  const { project, saidNext } = await watched();
  const before = await project.snapshot("generated");
  await project.write({ "dags-ts/operators/two.ts": "export const say = {;\n" });
  await saidNext("1 problem. Nothing was written.");
  expect(await project.snapshot("generated")).toEqual(before);
  await project.write({ "dags-ts/operators/one.ts": operator("still heard") });
  await saidNext("1 problem. Nothing was written.");
  await project.write({ "dags-ts/operators/two.ts": operator("bye") });
  // The other operator is again what it was.
  await saidNext(/^built 2 DAGs \(1 compiled\), 4 tasks in/m);
  await expectAsBuiltAnew(project);
});

test("a DAG that takes the id of one that has not changed is refused", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "dags-ts/three.ts": dagModule("one") });
  await saidNext('DAG "one" has the same id as DAG "one" in dags-ts/one.ts');
});

test("generated files that were edited or removed are made good with the next save", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "generated/one.py": "# by hand\n" });
  await rm(path.join(project.folder, "generated/bundles/one/say.mjs"));
  await project.write({ "dags-ts/operators/two.ts": operator("farewell") });
  await saidNext(/wrote {3}generated\/one\.py[\s\S]*^built 2 DAGs, 4 tasks in/m);
  await expectAsBuiltAnew(project);
});

test("builds all anew with changed settings, and survives wrong ones", async () => {
  const { project, saidNext } = await watched();
  await project.write({ "windsock.config.ts": "export default { defaults: { retries: 2 } };\n" });
  await saidNext(/^built 2 DAGs, 4 tasks in/m);
  expect(await project.read("generated/one.py")).toContain('"retries": 2}');
  await project.write({ "windsock.config.ts": "export default { defaults: { retires: 3 } };\n" });
  await saidNext(/Did you mean retries\?/);
  await project.write({ "windsock.config.ts": "export default { defaults: { retries: 3 } };\n" });
  await saidNext(/^built 2 DAGs, 4 tasks in/m);
  expect(await project.read("generated/one.py")).toContain('"retries": 3}');
});
