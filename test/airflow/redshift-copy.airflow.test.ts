// The pipeline's variant that loads with Airflow's own operators, up to the SQL that reaches a server.
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { header, rowOf } from "../dags/source-rows.ts";
import { airflowEnvironment, amazonPackages } from "../services/python.ts";
import { type SqlListener, startSqlListener } from "../services/sql-listener.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const airflow = await airflowEnvironment();
const packages = airflow && (await amazonPackages(airflow.python));
const date = "2021-07-02";
const bucket = "user-incoming-bucket";

const source = header + rowOf(1320, {}) + rowOf(1321, {});

describe.skipIf(!packages)("the clean data set and Redshift", () => {
  let project: TestProject;
  let redshift: SqlListener;
  let ran: { states: Record<string, string>; values: Record<string, unknown> };
  let importErrors: Record<string, string>;

  beforeAll(async () => {
    redshift = await startSqlListener();
    project = await TestProject.create({
      "windsock.config.ts":
        'export default { dags: "docs/examples/redshift", airflow: ["3.3"], types: false };\n',
    });
    for (const folder of ["dags-ts", "docs/examples/redshift"]) {
      await cp(path.join(repository, folder), path.join(project.folder, folder), { recursive: true });
    }
    const python = airflow?.python ?? "";
    const env = { PYTHONPATH: packages ?? "" };
    const built = await project.windsockWith(env, "build", "--python", python);
    expect(built).toMatchObject({ exitCode: 0 });
    const store = path.join(project.folder, "store");
    await mkdir(path.join(store, bucket, "user-data"), { recursive: true });
    await project.write({ [`store/${bucket}/user-data/session_user_data20210702.zip`]: source });
    const generated = path.join(project.folder, "generated");
    const script = path.join(import.meta.dirname, "python/run_once.py");
    const args = [script, generated, '["copy-clean-searches"]', `${date}T00:00:00+00:00`];
    const { stdout } = await execa(python, args, {
      env: {
        ...env,
        AIRFLOW_HOME: await mkdtemp(path.join(project.folder, "home-")),
        AIRFLOW__CORE__DAGS_FOLDER: generated,
        AIRFLOW__CORE__LOAD_EXAMPLES: "False",
        PATH: `${path.dirname(python)}:${process.env.PATH}`,
        AIRFLOW_VAR_BUCKET_KEY: bucket,
        AIRFLOW_CONN_AWS_CONN: JSON.stringify({ conn_type: "fs", extra: { path: store } }),
        AIRFLOW_CONN_COPY_ROLE: JSON.stringify({
          conn_type: "aws",
          extra: { role_arn: "arn:aws:iam::123456789012:role/copy", region: "eu-west-1" },
        }),
        AIRFLOW_CONN_REDSHIFT: JSON.stringify({
          conn_type: "redshift",
          host: "127.0.0.1",
          port: redshift.port,
          login: "loader",
          password: "test-secret",
          schema: "dev",
          extra: { ssl: false },
        }),
      },
    });
    const found = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
    importErrors = found.importErrors;
    ran = found.runs["copy-clean-searches"];
  });

  afterAll(async () => {
    await redshift?.stop();
    await project?.remove();
  });

  test("every task succeeds", () => {
    expect(importErrors).toEqual({});
    const { states } = ran;
    expect(states).toEqual({ create_table: "success", clean: "success", copy: "success", report: "success" });
  });

  test("Redshift is told to copy what the task in TypeScript has cleaned", () => {
    const statements = redshift.statements.map((statement) => statement.replaceAll(/\s+/g, " ").trim());
    expect(statements).toContainEqual(
      expect.stringMatching(/^CREATE TABLE IF NOT EXISTS public.clean_searches \(/),
    );
    expect(statements).toContain(
      "COPY public.clean_searches FROM 's3://user-incoming-bucket/user-data-clean/session_user_data20210702.csv' " +
        "credentials 'aws_iam_role=arn:aws:iam::123456789012:role/copy' region 'eu-west-1' CSV IGNOREHEADER 1;",
    );
  });

  test("the task after it has what the clean step counted", () => {
    expect(ran.values.report).toEqual({ users: 2 });
  });
});
