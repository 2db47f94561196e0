import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RunnerProject } from "../local/runner-project.ts";

const embedded = `AIRFLOW_CONN_REDSHIFT='{"conn_type": "pglite", "extra": {"path": "out/warehouse"}}'\n`;
let project: RunnerProject;

// Made once: a new database takes seconds.
beforeAll(async () => {
  project = new RunnerProject();
  project.write(".env", `${embedded}AIRFLOW_CONN_STORE=fs://?path=objects\n`);
  const { stdout, exitCode } = await project.windsock([
    "sql",
    "create table stats (day date, users int, share numeric, at timestamp, note text, ok boolean); " +
      "insert into stats values ('2021-07-02', 4, 0.50, '2021-07-02 06:00', 'a, \"b\"', true), ('2021-07-03', null, null, null, '', false)",
  ]);
  expect([exitCode, stdout]).toEqual([0, "INSERT 2"]);
});
afterAll(() => project.remove());

describe("on the embedded warehouse, the only one there is", () => {
  test("a table is printed by default", async () => {
    const { stdout } = await project.windsock(["sql", "select day, users from stats order by day"]);
    expect(stdout).toBe(
      [
        "┌────────────┬───────┐",
        "│ day        │ users │",
        "├────────────┼───────┤",
        "│ 2021-07-02 │     4 │",
        "│ 2021-07-03 │       │",
        "└────────────┴───────┘",
        "2 rows",
      ].join("\n"),
    );
  });

  test("CSV has the server's own texts, dates as YYYY-MM-DD", async () => {
    const { stdout } = await project.windsock(["sql", "select * from stats order by day", "--format", "csv"]);
    expect(stdout).toBe(
      "day,users,share,at,note,ok\n" +
        '2021-07-02,4,0.50,2021-07-02 06:00:00,"a, ""b""",true\n' +
        '2021-07-03,,,,"",false',
    );
  });

  test("JSON has types", async () => {
    const { stdout } = await project.windsock([
      "sql",
      "select day, users, ok from stats order by day",
      "--format",
      "json",
    ]);
    expect(JSON.parse(stdout)).toEqual([
      { day: "2021-07-02", users: 4, ok: true },
      { day: "2021-07-03", users: null, ok: false },
    ]);
  });

  test("--output writes the file and prints nothing; a failed query leaves the old file", async () => {
    const write = (sql: string) =>
      project.windsock(["sql", sql, "--format", "csv", "--output", "reports/users.csv"]);
    expect(await write("select users from stats order by day")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
    expect(project.read("reports/users.csv")).toBe("users\n4\n\n");
    expect((await write("select nothing from stats")).exitCode).toBe(1);
    expect(project.read("reports/users.csv")).toBe("users\n4\n\n");
    expect(project.list("reports")).toEqual(["users.csv"]);
  });

  test("a query that is wrong says what the server says, and where", async () => {
    const { exitCode, stderr } = await project.windsock(["sql", "select nothing from stats"]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'Connection "redshift": column "nothing" does not exist (at character 8 of the query).',
    );
  });

  test("a query may begin with a comment", async () => {
    const { stdout } = await project.windsock([
      "sql",
      "--format",
      "csv",
      "--",
      "-- how many\nselect 1 as one",
    ]);
    expect(stdout).toBe("one\n1");
  });
});

describe("a connection", () => {
  test("must be named when there are several", async () => {
    const { exitCode, stderr } = await project.windsock(["sql", "select 1"], {
      AIRFLOW_CONN_OTHER: "postgres://db.example.com/dev",
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "The environment has several warehouses: other, redshift. Name one with --conn.",
    );
  });

  test("that is no warehouse is refused", async () => {
    const { exitCode, stderr } = await project.windsock(["sql", "select 1", "--conn", "store"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'Connection "store" has the type "fs", and a query needs one of pglite, postgres, redshift.',
    );
  });

  test("that nobody answers on is an error without its password", async () => {
    const { exitCode, stderr } = await project.windsock(["sql", "select 1", "--conn", "other"], {
      AIRFLOW_CONN_OTHER: "postgres://loader:hunter2@127.0.0.1:1/dev",
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Connection "other": connect ECONNREFUSED 127.0.0.1:1.');
    expect(stderr).not.toContain("hunter2");
  });

  test("that does not exist is named", async () => {
    const { exitCode, stderr } = await project.windsock(["sql", "select 1", "--conn", "nowhere"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Connection "nowhere" does not exist. Set AIRFLOW_CONN_NOWHERE');
  });
});
