import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { RunnerProject } from "../runner-project.ts";
import { connect, connections, count, environment } from "./embedded-project.ts";

describe("tasks with an embedded warehouse", () => {
  let project: RunnerProject;

  // Made once: a new database takes seconds.
  beforeAll(async () => {
    project = new RunnerProject();
    project.write(".env", environment);
    await project.windsock(["sql", "create table day_counts (day date, searches int)"]);
  });
  afterAll(() => project.remove());

  test("get a postgres connection to it, and what they write is there for `windsock sql`", async () => {
    project.dag("load", {
      load: {
        connections,
        run: `${connect}
          await db.query("begin");
          await db.query("insert into day_counts values ($1, $2)", [ds, Number(ds.slice(-1))]);
          await db.query("commit");
          await db.end();
          succeed([connections.warehouse.connType, host, typeof port, extra]);`,
      },
    });
    const { exitCode, stdout } = await project.windsock(["run", "load"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("3 runs, all of them successful.")]);
    const { value } = project.journal("load").find(({ kind }) => kind === "task") as { value: unknown };
    expect(value).toEqual(["postgres", "127.0.0.1", "number", { sslmode: "disable" }]);
    const sql = await project.windsock(["sql", "select * from day_counts order by day", "--format", "csv"]);
    expect(sql.stdout).toBe("day,searches\n2021-07-02,2\n2021-07-03,3\n2021-07-04,4");
  });

  test("hold it one at a time, and find a session as good as new", async () => {
    project.dag("polite", {
      other: { run: 'note("start"); succeed();' },
      one: {
        connections,
        run: `${connect}
          note("start");
          const { rows } = await db.query("select current_setting('search_path') as path, to_regclass('scratch') as scratch");
          note(rows[0].path + " " + rows[0].scratch);
          await db.query("set search_path to nowhere");
          await db.query("create temporary table scratch (x int)");
          await db.query({ name: "same", text: "select $1::text as day", values: [ds] });
          // A pool's second connection works, and the transaction is left open.
          const second = await open();
          await second.query("select 1");
          await db.query("begin");
          await db.query("delete from public.day_counts");
          await sleep(100);
          note("end");
          succeed();
          process.exit();`,
      },
    });
    const before = await count(project, "select count(*) from day_counts");
    const { exitCode, stdout } = await project.windsock(["run", "polite", "--jobs", "4"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("all of them successful")]);
    const notes = project.events().filter((line) => line.startsWith("one"));
    const one = ["start", "public null", "end"];
    expect(notes.map((line) => line.split(" ").slice(2).join(" "))).toEqual([...one, ...one, ...one]);
    expect(await count(project, "select count(*) from day_counts")).toBe(before);
  });

  test.each(["", "-"])("find it in order after a SIGKILL that cut its lock file to %j", async (written) => {
    project.write("out/warehouse/postmaster.pid", written);
    expect(await count(project, "select 1 + 1")).toBe("2");
  });

  test("are told to stop by Ctrl-C, and the warehouse opens again", async () => {
    project.dag(
      "sleepy",
      {
        sleep: {
          connections,
          run: `${connect} await db.query("begin"); await db.query("insert into day_counts values ('2021-08-01', 1)"); note("inserted"); await sleep(60_000);`,
        },
      },
      { endDate: "2021-07-02" },
    );
    const runner = project.start(["run", "sleepy"]);
    await project.until(() => project.events().some((line) => line.endsWith("inserted")));
    runner.kill("SIGINT");
    expect((await runner).exitCode).toBe(130);
    expect(await count(project, "select count(*) from day_counts where day = '2021-08-01'")).toBe("0");
  });
});

describe("a warehouse that cannot be opened ends the run with an error that says why", () => {
  const dag = (project: RunnerProject) => {
    project.write(".env", environment);
    project.dag("load", { load: { connections, run: "succeed();", options: { retries: 3 } } });
  };

  test("when its folder holds something else", async () => {
    const project = new RunnerProject();
    onTestFinished(() => project.remove());
    dag(project);
    project.write("out/warehouse/holiday.jpg", "");
    const { exitCode, stderr } = await project.windsock(["run", "load"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `The embedded warehouse in ${project.folder}/out/warehouse cannot be made there`,
    );
    expect(stderr).toContain("the folder holds other files");
    expect(stderr).not.toContain("    at ");
    expect(project.list("out/warehouse")).toEqual(["holiday.jpg"]);
  });

  test("when it was made by another version of PostgreSQL", async () => {
    const project = new RunnerProject();
    onTestFinished(() => project.remove());
    dag(project);
    project.write("out/warehouse/PG_VERSION", "14\n");
    const { exitCode, stderr } = await project.windsock(["run", "load"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("could not be opened");
    expect(stderr).toContain(
      "It was made by PostgreSQL 14. If its data can be made again, delete the folder.",
    );
    expect(existsSync(path.join(project.folder, "out/windsock.lock"))).toBe(false);
  });

  test("when its connection names no folder", async () => {
    const project = new RunnerProject();
    onTestFinished(() => project.remove());
    dag(project);
    project.write(".env", `AIRFLOW_CONN_REDSHIFT='{"conn_type": "pglite"}'\n`);
    const { exitCode, stderr } = await project.windsock(["run", "load"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'Connection "redshift" has type "pglite" and no folder. Add "path" to its extra',
    );
  });
});
