// Python operators in a real Airflow: values keep their types on the way in and out, and mistakes are told.
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

interface Ran {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly runs: Readonly<
    Record<
      string,
      {
        readonly states: Readonly<Record<string, string>>;
        readonly values: Readonly<Record<string, unknown>>;
        readonly isStable: boolean;
      }
    >
  >;
}

const scripts = path.join(import.meta.dirname, "python");

/** DAGs that Airflow cannot load, each for another reason. */
const broken: Readonly<Record<string, string>> = {
  absent: 'pythonOperator("airflow.providers.nobody.operators.x.XOperator")',
  lacking: 'pythonOperator("airflow.providers.common.sql.operators.sql.NoSuchOperator")',
  unrendered: 'pythonOperator("acme.PlainOperator")',
};

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create("python");
  const modules = Object.entries(broken).map(([id, operator]) => [
    `dags-ts/${id}.ts`,
    `import { Dag, ds, pythonOperator } from "windsock";\nconst dag = new Dag("${id}");\n` +
      `dag.task("t", ${operator})({ size: 1, wait: ds });\nexport default dag;\n`,
  ]);
  await project.write(Object.fromEntries(modules));
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});

afterAll(() => project?.remove());

async function run(python: string): Promise<Ran> {
  const folder = path.join(project.folder, "generated");
  const home = await mkdtemp(path.join(project.folder, "home-"));
  const { stdout } = await execa(
    python,
    [path.join(scripts, "run_once.py"), folder, '["typed_values"]', "2024-01-01T00:00:00+00:00"],
    {
      env: {
        AIRFLOW_HOME: home,
        AIRFLOW__CORE__DAGS_FOLDER: folder,
        AIRFLOW__CORE__LOAD_EXAMPLES: "False",
        PATH: `${path.dirname(python)}:${process.env.PATH}`,
        PYTHONPATH: scripts,
      },
    },
  );
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
}

const args = {
  number: 3,
  list: [1, 2],
  whole: { rows: 3, days: ["2024-01-01"] },
  text: "{Linz}/2024-01-01/{{ no template }}",
  nested: { deep: [3, "2024-01-01", "{{ literal }}", 1, 2], wait: null },
  nothing: null,
  braces: "{{ as }} {% written %}",
  made: "0:05:00",
  plain: "there",
};

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`in Airflow ${version}`, () => {
    let ran: Ran;

    beforeAll(async () => {
      ran = await run(airflow?.python ?? "");
    });

    test("values arrive as they are, in Python and in TypeScript", () => {
      const { states, values, isStable } = ran.runs.typed_values ?? {};
      expect(new Set(Object.values(states ?? {}))).toEqual(new Set(["success"]));
      expect(values).toMatchObject({
        echo: { arguments: args, sum: 5 },
        "group.size": { size: 2, wait: "{{ raw }}" },
        check: { sum: 5, size: 2, two: 2, whole: args, types: ["number", "number", "number"] },
      });
      expect(isStable).toBe(true);
    });

    test("what is not installed is an import error that says what to install", () => {
      expect(ran.importErrors["absent.py"]).toContain(
        "No module named 'airflow.providers.nobody'. It is in apache-airflow-providers-nobody: install that",
      );
      expect(ran.importErrors["lacking.py"]).toContain(
        "The apache-airflow-providers-common-sql that is installed here does not have it",
      );
    });

    test("an expression that the class does not render is an import error", () => {
      expect(ran.importErrors["unrendered.py"]).toContain(
        'Task "t": PlainOperator does not render "wait", so it would get the template itself.',
      );
      expect(Object.keys(ran.importErrors).sort()).not.toContain("typed_values.py");
    });
  });
}
