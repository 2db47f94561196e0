// What a runner that was killed had begun to remember.
import path from "node:path";
import { expect, test } from "vitest";
import { RunnerProject } from "./runner-project.ts";

const listings = "s3://shop/listings";

/** Two days that update an asset, and a DAG that waits for it. */
function shop(): RunnerProject {
  const project = new RunnerProject();
  project.dag(
    "writes",
    { write: { run: "succeed({ day: ds })", outlets: [listings] } },
    { endDate: "2021-07-03" },
  );
  project.dag(
    "reads",
    { read: { run: "succeed(input)", input: { kind: "asset_events", uri: listings, path: [] } } },
    {
      schedule: { kind: "assets", condition: { kind: "asset", uri: listings } },
      startDate: undefined,
      endDate: undefined,
    },
  );
  return project;
}

test("killed before or after any line that it writes, a runner's successor triggers what waits for the asset", async () => {
  const kill = path.resolve("test/local/kill-at-append.mjs");
  const run = ["run", "writes", "--jobs", "1"];
  for (let moment = 0, killed = true; killed; moment += 1) {
    const project = shop();
    try {
      const env = { NODE_OPTIONS: `--import=${kill}`, KILL_AT_APPEND: String(moment) };
      killed = (await project.windsock(run, env)).exitCode === undefined;
      expect((await project.windsock([...run, "--resume"])).exitCode).toBe(0);
      const told = JSON.stringify(project.journal("reads").map(({ value }) => value ?? null));
      const days = ["2021-07-02", "2021-07-03"].filter((day) => told.includes(day));
      expect([moment, days]).toEqual([moment, ["2021-07-02", "2021-07-03"]]);
      if (!killed) expect(moment).toBeGreaterThan(15);
    } finally {
      project.remove();
    }
  }
});
