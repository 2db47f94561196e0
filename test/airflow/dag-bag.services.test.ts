// What the compiler writes, read by Python, by ruff and by a real Airflow.
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, pythonEnvironment } from "../services/python.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const python = await pythonEnvironment();
const airflow = await airflowEnvironment();
const fixtures = ["every-option", "shapes", "schedules", "assets"];

interface LoadedTask {
  readonly taskId: string;
  readonly operator: string;
  readonly upstream: readonly string[];
  readonly doc: string | null;
}

interface LoadedDags {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly dags: Readonly<Record<string, { readonly tasks: readonly LoadedTask[] }>>;
}

let home: string;

beforeAll(async () => {
  const parent = path.join(repository, "out/test");
  await mkdir(parent, { recursive: true });
  home = await mkdtemp(path.join(parent, "airflow-"));
});

afterAll(() => rm(home, { recursive: true, force: true }));

async function load(folder: string): Promise<LoadedDags> {
  const script = path.join(import.meta.dirname, "load_dags.py");
  const { stdout } = await execa(airflow?.python ?? "", [script, folder], {
    cwd: home,
    env: { AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: "False", PYTHONDONTWRITEBYTECODE: "1" },
  });
  return JSON.parse(stdout.slice(stdout.indexOf('{"importErrors"')));
}

describe.skipIf(!python)("the Python of", () => {
  const others = ["callbacks", "examples", "groups", "python", "timetables"];
  test.each(["generated", ...[...fixtures, ...others].map((name) => `test/fixtures/${name}/expected`)])(
    "%s is what ruff would write, and compiles",
    async (folder) => {
      const target = path.join(repository, folder);
      const ruff = python?.program("ruff") ?? "";
      // Not from this repository, whose src/airflow it would take for the package `airflow`.
      const cwd = home;
      await execa(ruff, ["format", "--check", "--no-cache", "--isolated", target], { cwd });
      // One module of the folder is imported after sys.path is told of it.
      await execa(ruff, ["check", "--no-cache", "--isolated", "--target-version", "py39", target], { cwd });
      const sources =
        "import ast, pathlib, sys\nfor f in pathlib.Path(sys.argv[1]).glob('*.py'): ast.parse(f.read_text())";
      await execa(python?.python ?? "", ["-c", sources, target]);
    },
  );
});

describe.skipIf(!airflow)("a real Airflow", () => {
  test("loads the reference pipeline as the original had it, without a warning", async () => {
    const { importErrors, warnings, dags } = await load(path.join(repository, "generated"));
    expect(importErrors).toEqual({});
    expect(warnings).toEqual([]);
    const dag = dags["user-s3-to-redshift"];
    expect(dag).toMatchObject({
      timetable: "CronDataIntervalTimetable",
      startDate: "2021-07-02T00:00:00+00:00",
      endDate: "2021-07-24T00:00:00+00:00",
      catchup: true,
      params: { min_clicks: 3, max_rejected_share: 0.01 },
    });
    const order = [
      ["start_task", "EmptyOperator"],
      ["create_postgres_table", "CreateStatsTableOperator"],
      ["check_s3_conn", "CheckS3ConnectionOperator"],
      ["user_clean_data", "S3UserCleanOperator"],
      ["load_table_data", "LoadStatsRedshiftOperator"],
      ["end_task", "EmptyOperator"],
    ];
    expect(dag?.tasks.map(({ taskId, operator }) => [taskId, operator])).toEqual(order);
    order.forEach(([taskId], index) => {
      const upstream = order.slice(Math.max(0, index - 1), index).map(([id]) => id);
      const expected = {
        taskId,
        upstream,
        retries: 3,
        retryDelay: 300,
        emailOnRetry: false,
        dependsOnPast: false,
      };
      expect(dag?.tasks[index]).toMatchObject(expected);
    });
  });

  test.each(fixtures)("loads and serialises %s without an error or a warning", async (fixture) => {
    const project = await TestProject.create(fixture);
    try {
      expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
      const { importErrors, warnings, dags } = await load(path.join(project.folder, "generated"));
      expect(importErrors).toEqual({});
      expect(warnings).toEqual([]);
      expect(Object.keys(dags).length).toBe({ schedules: 5, assets: 5 }[fixture] ?? 1);
    } finally {
      await project.remove();
    }
  });

  test("loads DAGs from a folder below its DAGs folder", async () => {
    const folder = path.join(home, "dags/team/pipelines");
    await cp(path.join(repository, "generated"), folder, { recursive: true });
    const { importErrors, dags } = await load(path.join(home, "dags"));
    expect(importErrors).toEqual({});
    expect(Object.keys(dags).sort()).toEqual(["search-engagement-report", "user-s3-to-redshift"]);
  });

  test("shows text to people as the author wrote it", async () => {
    const project = await TestProject.create("shapes");
    try {
      await project.windsock("build");
      const { dags } = await load(path.join(project.folder, "generated"));
      const docs = Object.fromEntries(dags.shapes?.tasks.map(({ taskId, doc }) => [taskId, doc]) ?? []);
      expect(docs).toMatchObject({
        "count.left": "Counts what is there.\n",
        "count-right": "Counts the right side.\n",
        class: null,
      });
    } finally {
      await project.remove();
    }
  });
});
