// The lock over `out/` under load, and between runners that cannot see each other's processes.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { RunnerProject } from "../runner-project.ts";
import { connect, connections, count, environment } from "../warehouse/embedded-project.ts";
import { contend } from "./contenders.ts";

/** LOCK_TURNS=10000 takes three minutes. */
const turns = Number(process.env.LOCK_TURNS ?? 1_500);

test(`of twelve contenders, killed with the lock in their hands, one at a time has it: ${turns} times`, async () => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, "lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { taken, killed } = await contend(path.join(folder, "windsock.lock"), 12, turns);
  expect(taken).toBeGreaterThanOrEqual(turns);
  expect(killed).toBeGreaterThan(turns / 100);
  // The last one may have been killed with it.
  expect(readdirSync(folder).filter((name) => name !== "windsock.lock")).toEqual([]);
});

/** What a container does to process ids. */
const inContainer = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] as const;
const canUnshare =
  (await execa("unshare", [...inContainer.slice(1), "true"], { reject: false })).exitCode === 0;

describe.skipIf(!canUnshare)("two runners in process id namespaces of their own, over one out/", () => {
  let project: RunnerProject;

  beforeEach(async () => {
    project = new RunnerProject();
    onTestFinished(() => project.remove());
    project.write(".env", environment);
    await project.windsock(["sql", "create table days (day date, runner text)"]);
    project.dag(
      "load",
      {
        load: {
          connections,
          run: `${connect}
            note("loads");
            await db.query("insert into days values ($1, $2)", [ds, context.runId]);
            await db.end();
            succeed();`,
        },
      },
      { endDate: "2021-07-13" },
    );
  });

  const run = (dates: readonly string[]) =>
    project.start(["run", "load", ...dates], {}, { within: inContainer });
  const halves = [
    ["--from", "2021-07-02", "--to", "2021-07-07"],
    ["--from", "2021-07-08", "--to", "2021-07-13"],
  ];

  test("take turns, and lose no row", async () => {
    const results = await Promise.all(halves.map(run));
    for (const { exitCode, stdout } of results) {
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining("6 runs, all of them successful.")]);
    }
    expect(results.map(({ stdout }) => stdout.includes("Another windsock")).sort()).toEqual([false, true]);
    expect(await count(project, "select count(distinct day), count(*) from days")).toBe("12,12");
  });

  test("need nobody to clean up after one whose container was killed", async () => {
    const [first = [], second = []] = halves;
    const killed = run(first);
    await project.until(() => project.events().length > 2);
    killed.kill("SIGKILL");
    await killed;
    expect(project.list("out")).toContain("windsock.lock");
    for (const args of [[...first, "--resume"], second]) {
      expect((await run(args)).exitCode).toBe(0);
    }
    expect(await count(project, "select count(distinct day) from days")).toBe("12");
  });
});
