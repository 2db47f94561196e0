import { existsSync, symlinkSync } from "node:fs";
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

  test("have a password to it, and nobody else gets in", async () => {
    project.dag(
      "guarded",
      {
        knock: {
          connections,
          run: `${connect}
            import net from "node:net";
            const refused = async (options) => open(options).then(() => "let in", ({ code }) => code);
            const answerTo = (bytes) => new Promise((resolve) => {
              const socket = net.connect(port, host, () => socket.end(Buffer.from(bytes)));
              let all = "";
              socket.on("data", (chunk) => { all += chunk.toString("latin1"); });
              socket.on("close", () => resolve(all));
              socket.on("error", () => resolve("error"));
            });
            net.connect(port, host); // says nothing, and must not hold up the end
            const attempts = [
              await refused({ password: "postgres" }),
              await refused({ password: "" }),
              await refused({ password: password + "0" }),
              await refused({ user: "somebody", password: "x".repeat(9000) }),
            ];
            const { rows } = await db.query("select 1 as one");
            await db.end();
            succeed({
              attempts,
              one: rows[0].one,
              http: await answerTo("GET / HTTP/1.1\\r\\n\\r\\n"),
              query: await answerTo([0, 0, 0, 9, 0, 3, 0, 0, 0, 81, 0, 0, 0, 13, ...Buffer.from("select 1"), 0]),
              length: password.length,
            });
            process.exit();`,
        },
      },
      { endDate: "2021-07-02" },
    );
    const { exitCode, stdout } = await project.windsock(["run", "guarded"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("successful")]);
    const { value } = project.journal("guarded").find(({ kind }) => kind === "task") as { value: unknown };
    expect(value).toEqual({
      attempts: ["28P01", "28P01", "28P01", "28P01"],
      one: 1,
      http: "",
      query: expect.stringContaining("C28P01"),
      length: 32,
    });
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
  test("when a runner of another project has its folder open, by whatever name", async () => {
    const [one, other] = [new RunnerProject(), new RunnerProject()];
    onTestFinished(() => one.remove());
    onTestFinished(() => other.remove());
    dag(one);
    symlinkSync(one.folder, path.join(other.folder, "one"));
    other.write(".env", environment.replace("out/warehouse", "one/out/warehouse"));
    one.dag("hold", { hold: { connections, run: 'note("has it"); await waitFor("go"); succeed();' } });
    const first = one.start(["run", "hold"]);
    await one.until(() => one.events().length > 0);
    const refused = await other.windsock(["sql", "select 1"]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining(
        `Another windsock (process ${first.pid}) is using ${one.folder}/out/warehouse.`,
      ),
    ]);
    one.write("go", "");
    expect(await first).toMatchObject({ exitCode: 0 });
    expect(await count(other, "select 1 + 1")).toBe("2");
  });

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
