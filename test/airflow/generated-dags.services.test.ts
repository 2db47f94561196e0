// Five hundred DAGs that nobody wrote, built, and loaded by real Airflows: what is built loads, and what is refused
// would not have loaded, or would have been of no use.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { MersenneTwister19937, Random } from "random-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";
import { sharedModuleFiles } from "../../src/compiler/emit/emit-shared.ts";
import { dagFileName } from "../../src/compiler/emit/module-names.ts";
import type { DagModel } from "../../src/model/dag/dag-model.ts";
import { dagOptions } from "../../src/model/dag/dag-options.ts";
import type { Options } from "../../src/model/dag/option.ts";
import { ownTaskOptions, taskOptions } from "../../src/model/dag/task-options.ts";
import { describeDag } from "../../src/sdk/describe/describe-dag.ts";
import { allOf, anyOf, asset, chain, connection, Dag, ds, t, variable } from "../../src/sdk/index.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";
import { randomDag } from "./random-dag.ts";

const count = 500;
const vocabulary = { allOf, anyOf, asset, chain, connection, Dag, ds, t, variable };
const names = Object.keys(vocabulary);

/** Refused although an Airflow loads it: what it would mean there is not what its author means, or nothing. */
const explained = [
  /names dates that never come/,
  /lies before the start date/,
  // A run on a schedule has nobody to ask; Airflow asks where there is no schedule.
  /has no default/,
  // Airflow knows less of the schema than its author: `z.url()` is any text to it.
  /which its own schema refuses/,
  // Python reads it otherwise than JavaScript, and so does not check what was meant.
  /has a regular expression that/,
  // The other Airflow refuses it.
  /Airflow 2 takes letters/,
  /which Airflow has since 3\.1/,
  /as (?:schema|source|self) in its \.meta/,
  // A second that is no time, and years beyond all calendars.
  /dagrunTimeout|executionTimeout/,
  // Half a character among a task's inputs loads, and fails when the task is to be run.
  /its input\.[\s\S]+ holds half of a character/,
  // Airflow 2 takes any id for a group without prefix, and one id for two groups, or Airflow 3 does.
  /Group "[\s\S]*" (?:holds other characters|is longer than the 200|is called like)/,
  // What comes before and after it would be forgotten.
  /has no tasks, and Airflow forgets/,
  // No run is made on the schedule; Airflow 3 says nothing.
  /has a schedule and no startDate|is scheduled on assets, and names none/,
  // Airflow makes another number of these without a word.
  /1\.5 as retries|1e\+300 as priorityWeight/,
  // No run would ever begin.
  /-1 as maxActive/,
  // Defaults for no task at all.
  /as defaults\./,
  // A line feed at an id's end, which the regular expression of Airflow overlooks.
  /id "a\\n\d*" holds other characters/,
  // An asset is a place: who names it otherwise, as `custom:x`, has most likely left something out.
  /Asset "custom:x" is not a URI/,
];

type Problems = Readonly<Record<string, string | null>>;

let project: TestProject;
let refused: ReadonlyMap<number, string>;
const bodies: string[] = [];
const moduleOf = (index: number) => `dags-ts/d${String(index).padStart(3, "0")}.ts`;

beforeAll(async () => {
  const random = new Random(MersenneTwister19937.seed(20_260_101));
  for (let index = 0; index < count; index++) bodies.push(randomDag(random, index));
  project = await TestProject.create(
    Object.fromEntries(
      bodies.map((body, index) => [
        moduleOf(index),
        `import { ${names.join(", ")} } from "windsock";\nimport * as z from "zod";\n${body}\nexport default dag;\n`,
      ]),
    ),
  );
  const { stderr } = await project.windsock("build");
  const problems = stderr.split(/^(?=dags-ts\/)/m).filter((text) => text.startsWith("dags-ts/"));
  const texts = new Map<number, string>();
  for (const problem of problems) {
    const index = Number(/^dags-ts\/d(\d+)/.exec(problem)?.[1]);
    texts.set(index, `${texts.get(index) ?? ""}${problem}`);
  }
  refused = texts;
  await Promise.all([...refused.keys()].map((index) => rm(path.join(project.folder, moduleOf(index)))));
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  // Below a folder whose name has "bundles" in it.
  await cp(path.join(project.folder, "generated"), path.join(project.folder, "airflow/my-bundles/built"), {
    recursive: true,
  });
  await emitRefused(path.join(project.folder, "refused"));
});

afterAll(() => project.remove());

/** The Python that refused DAGs would have become, where they can be described at all. */
async function emitRefused(folder: string): Promise<void> {
  await mkdir(folder);
  for (const [file, text] of await sharedModuleFiles("acme_pipelines"))
    await writeFile(path.join(folder, file), text);
  for (const index of refused.keys()) {
    const origin = { projectName: "acme_pipelines", file: moduleOf(index), bundles: {} };
    try {
      await writeFile(path.join(folder, `d${index}.py`), emitPython(origin, describedInProcess(index)));
    } catch {
      // No Python can say it.
    }
  }
}

function describedInProcess(index: number) {
  const make = new Function(...names, "z", `${bodies[index]}\nreturn dag;`);
  const dag: Dag = make(...Object.values(vocabulary), z);
  return withRefused(dag, describeDag(dag, () => ({ file: "", line: 1, column: 1 })).model);
}

/** The model, with the plain options that the description leaves out since Airflow would not take them. */
function withRefused(dag: Dag, model: DagModel): DagModel {
  const plain = (table: Options, authored: object) =>
    Object.fromEntries(Object.entries(authored).filter(([name]) => table[name]?.kind === "plain"));
  const tasks = model.tasks.map((task, index) => {
    const authored = dag.contents.tasks[index]?.declaration.options ?? {};
    return {
      ...task,
      ...plain(ownTaskOptions, authored),
      options: { ...task.options, ...plain(taskOptions, authored) },
    };
  });
  const defaults = { ...model.defaults, ...plain(taskOptions, dag.options.defaults ?? {}) };
  return { ...model, ...plain(dagOptions, dag.options), defaults, tasks };
}

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    async function load(folder: string): Promise<Problems> {
      const home = path.join(project.folder, `home-${version}`);
      const { stdout } = await execa(
        airflow?.python ?? "",
        [path.join(import.meta.dirname, "load_generated.py"), folder],
        {
          env: { AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: "False", PYTHONDONTWRITEBYTECODE: "1" },
          cwd: project.folder,
          maxBuffer: 100_000_000,
        },
      );
      return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
    }

    test("loads all that is built", async () => {
      const loaded = await load(path.join(project.folder, "airflow"));
      const manifest = JSON.parse(await project.read("generated/manifest.json"));
      const expected = Object.keys(manifest.dags).map(dagFileName);
      expect(expected.length).toBeGreaterThan(count / 2);
      const problems = expected.flatMap((file) => {
        const problem = file in loaded ? loaded[file] : "is not seen";
        return problem === null ? [] : [`${file}: ${problem}`];
      });
      expect(problems).toEqual([]);
    });

    test("would not have loaded what is refused", async () => {
      const loaded = await load(path.join(project.folder, "refused"));
      const needless = [...refused].filter(([index, text]) => {
        return loaded[`d${index}.py`] === null && !explained.some((reason) => reason.test(text));
      });
      expect(refused.size).toBeGreaterThan(60);
      expect(needless).toEqual([]);
    });
  });
}
