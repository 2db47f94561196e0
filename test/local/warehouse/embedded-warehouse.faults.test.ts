// The embedded warehouse when its runner is killed, and when a task asks it for too much.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RunnerProject } from "../runner-project.ts";
import { connect, connections, count, environment } from "./embedded-project.ts";

describe("tasks with an embedded warehouse", () => {
  let project: RunnerProject;

  beforeAll(() => {
    project = new RunnerProject();
    project.write(".env", environment);
  });
  afterAll(() => project.remove());

  test("keep every committed row through a SIGKILL of the runner at any moment", async () => {
    await project.windsock(["sql", "create table ticks (id int)"]);
    project.dag(
      "ticker",
      {
        tick: {
          connections,
          run: `${connect}
            const { rows } = await db.query("select coalesce(max(id), 0) as id from ticks");
            for (let id = rows[0].id + 1; ; id += 1) {
              await db.query("insert into ticks values ($1)", [id]);
              note("committed " + id);
            }`,
        },
      },
      { endDate: "2021-07-02" },
    );
    const committed = () =>
      project
        .events()
        .flatMap((line) => line.match(/committed (\d+)/)?.[1] ?? [])
        .map(Number);
    for (let kill = 0; kill < 3; kill += 1) {
      const before = committed().length;
      const runner = project.start(["run", "ticker"]);
      await project.until(() => committed().length >= before + 50 + 17 * kill);
      runner.kill("SIGKILL");
      await runner;
      const [stored, last] = (await count(project, "select count(*), max(id) from ticks"))
        .split(",")
        .map(Number);
      expect(stored).toBe(last);
      // The task may have died between a commit and its note.
      expect((last ?? 0) - (committed().at(-1) ?? 0)).toBeOneOf([0, 1]);
    }
  });

  test("may ask what computes for hours: that holds up neither a time-out nor the next try", async () => {
    project.dag(
      "stubborn",
      {
        compute: {
          connections,
          options: { executionTimeout: 4, retries: 1 },
          run: `${connect}
            if (context.tryNumber === 1) await db.query("select count(*) from generate_series(1, 100000000000)");
            succeed((await db.query("select 1 as one")).rows[0].one);
            await db.end();`,
        },
      },
      { endDate: "2021-07-02" },
    );
    const { exitCode, stdout } = await project.windsock(["run", "stubborn", "--retry-delay", "0"]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining("longer than its execution timeout of 4 s"),
    ]);
  });
});
