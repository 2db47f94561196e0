// Every command heeds what windsock.config.ts says.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagModule } from "../compiler/dag-modules.ts";
import { TestProject } from "../compiler/test-project.ts";

const dag = (dagId: string, options: string, rule = "all_done") =>
  dagModule(
    `const dag = new Dag("${dagId}", { startDate: "2026-01-01", ${options} });\n` +
      'const work = dag.task("work", ({ input }) => input)({ city: variable("city") });\n' +
      `work.before(dag.empty("end", { triggerRule: "${rule}" }));\nexport default dag;\n`,
  );

const config = (fields: string) =>
  `import { defineConfig } from "windsock/config";\n\nexport default defineConfig({\n  dags: "src/pipelines",\n  generated: "airflow/dags",\n${fields}});\n`;

describe("a project with folders of its own", () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await TestProject.create({
      "windsock.config.ts": config("  defaults: { retries: 3, retryDelay: { minutes: 2 } },\n"),
      "src/pipelines/local.env": "AIRFLOW_VAR_CITY=Linz\n",
      "src/pipelines/plain.ts": dag("plain", ""),
      "src/pipelines/own.ts": dag("own", "defaults: { retries: 1 }"),
    });
    const { exitCode, stdout } = await project.windsock("build");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("wrote   airflow/dags/plain.py\n");
  });
  afterAll(() => project.remove());

  test("has its own defaults in all DAGs, below what a DAG says itself", async () => {
    expect(await project.read("airflow/dags/plain.py")).toMatch(
      /"retries": 3,\s+"retry_delay": timedelta\(minutes=2\)/,
    );
    expect(await project.read("airflow/dags/own.py")).toMatch(
      /"retries": 1,\s+"retry_delay": timedelta\(minutes=2\)/,
    );
  });

  test("is looked at, run and checked there", async () => {
    expect((await project.windsock("list")).stdout).toContain("plain");
    expect((await project.windsock("show", "own")).stdout).toContain("src/pipelines/own.ts");
    expect(
      await project.windsock("run", "plain", "--from", "2026-01-01", "--to", "2026-01-01"),
    ).toMatchObject({
      exitCode: 0,
    });
    expect(await project.windsock("build", "--check")).toMatchObject({
      exitCode: 0,
      stdout: "up to date airflow/dags/ is what its sources generate",
    });
  });

  test("has bundles that find its local.env", async () => {
    const { stdout } = await project.bundle("../../airflow/dags/bundles/plain/work.mjs", []);
    expect(JSON.parse(stdout)).toEqual({ city: "Linz" });
  });
});

describe("a change of the settings", () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await TestProject.create({
      "windsock.config.ts": config(""),
      "src/pipelines/rules.ts": dag("rules", "", "all_done_min_one_success"),
    });
  });
  afterAll(() => project.remove());

  test("may be what a DAG needs: the versions of Airflow that it is for", async () => {
    const { exitCode, stderr } = await project.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /src\/pipelines\/rules\.ts:5:\d+ error Task "end" has triggerRule "all_done_min_one_success", which Airflow has since 3\.1, and the DAGs are for 2\.10, 2\.11, 3\.0, too\. Leave it out, or say in windsock\.config\.ts that they are not: airflow: \["3\.1", "3\.2", "3\.3"\]\./,
    );
    await project.write({ "windsock.config.ts": config('  airflow: ["3.3"],\n') });
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("makes all that is built stale", async () => {
    await project.write({
      "windsock.config.ts": config('  airflow: ["3.3"],\n  defaults: { retries: 2 },\n'),
    });
    const finding = "stale windsock.config.ts has changed since airflow/dags/ was built";
    expect((await project.windsock("list")).stderr).toContain(finding);
    const { exitCode, stderr } = await project.windsock("build", "--check");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(finding);
    expect(stderr).toContain("stale airflow/dags/rules.py is not what its sources generate");
  });

  test("that is wrong is told by every command", async () => {
    await project.write({ "windsock.config.ts": config('  types: "yes",\n') });
    for (const command of [
      ["build"],
      ["build", "--check"],
      ["list"],
      ["show", "rules"],
      ["run", "rules"],
      ["airflow"],
    ]) {
      const { exitCode, stderr } = await project.windsock(...command);
      expect(stderr).toContain('windsock.config.ts:6:3 error types is "yes". It must be true or false.');
      expect(exitCode).toBe(1);
    }
  });
});
