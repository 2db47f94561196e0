// What a local run does with assets: the DAGs that are scheduled on them run after it, as they would in Airflow.
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { AssetCondition } from "../../src/model/dag/asset.ts";
import type { Expression, ExpressionOf } from "../../src/model/expression/expression.ts";
import { RunnerProject } from "./runner-project.ts";

let project: RunnerProject;

beforeEach(() => {
  project = new RunnerProject();
  onTestFinished(() => project.remove());
});

const listings = "s3://shop/listings";
const prices = "s3://shop/prices";
const events = (uri: string): Expression => ({ kind: "asset_events", uri, path: [] });
const named = (uri: string): AssetCondition => ({ kind: "asset", uri });

function producer(dagId: string, uri: string, run = "succeed({ day: ds })") {
  project.dag(dagId, { write: { run, outlets: [uri] } });
}

function consumer(dagId: string, condition: AssetCondition, run = 'note("ran"); succeed(input)') {
  const dates = { startDate: undefined, endDate: undefined };
  const input = { kind: "object", entries: { listings: events(listings) } } as const;
  project.dag(dagId, { read: { run, input } }, { schedule: { kind: "assets", condition }, ...dates });
}

const inputs = (dagId: string) =>
  project.journal(dagId).flatMap((record) => (record.kind === "task" ? [record.value] : []));

describe("a DAG scheduled on an asset", () => {
  test("runs once, after all runs that updated it, with what they returned", async () => {
    producer("writes", listings);
    consumer("reads", named(listings));
    const { exitCode, stdout } = await project.windsock(["run", "writes", "--jobs", "1"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`3 updates of ${listings} triggered reads.`);
    expect(stdout).toContain("reads: 1 run, for ");
    const found = ["2021-07-02", "2021-07-03", "2021-07-04"].map((day) => ({
      ...{ uri: listings, extra: { day }, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
      ...{ sourceDagId: "writes", sourceTaskId: "write", sourceMapIndex: -1 },
      sourceRunId: `manual__${day}T00:00:00+00:00`,
    }));
    expect(inputs("reads")).toEqual([{ listings: found }]);
    expect(project.journal("reads")[0]).toMatchObject({
      runIds: [expect.stringMatching(/^asset_triggered__\d{4}-/)],
    });
  });

  test("has no dates in its run", async () => {
    producer("writes", listings);
    consumer("reads", named(listings), "succeed(context)");
    await project.windsock(["run", "writes"]);
    expect(inputs("reads")).toMatchObject([
      { logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null },
    ]);
  });

  test("runs though some of the runs failed, and the exit code tells of them", async () => {
    producer("writes", listings, 'if (ds === "2021-07-03") fail("no luck"); else succeed({ day: ds })');
    consumer("reads", named(listings));
    const { exitCode, stdout } = await project.windsock(["run", "writes"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`2 updates of ${listings} triggered reads.`);
    expect(inputs("reads")).toHaveLength(1);
  });

  test("does not run when nothing was updated", async () => {
    producer("writes", listings, 'skip("nothing new")');
    consumer("reads", named(listings));
    expect(await project.windsock(["run", "writes"])).toMatchObject({ exitCode: 0 });
    expect(project.events()).toEqual([]);
  });

  test("or by the clock runs in both ways: with events and no dates, with dates and no events", async () => {
    const timetable = { kind: "cron", expression: "0 0 * * *" } as const;
    const schedule = { kind: "asset_or_time", condition: named(listings), timetable } as const;
    const input = { kind: "object", entries: { listings: events(listings) } } as const;
    producer("writes", listings);
    const run = "succeed({ ...input, date: context.logicalDate })";
    project.dag("reads", { read: { run, input } }, { schedule, startDate: "2021-07-02", endDate: undefined });
    await project.windsock(["run", "writes", "--from", "2021-07-02", "--to", "2021-07-02"]);
    await project.windsock(["run", "reads", "--from", "2021-07-02", "--to", "2021-07-02"]);
    expect(inputs("reads")).toMatchObject([
      { listings: [{ extra: { day: "2021-07-02" } }], date: null },
      { listings: [], date: "2021-07-02T00:00:00.000Z" },
    ]);
  });

  test("runs by itself, without dates and without events", async () => {
    consumer("reads", named(listings));
    expect(await project.windsock(["run", "reads"])).toMatchObject({ exitCode: 0 });
    expect(inputs("reads")).toEqual([{ listings: [] }]);
    expect(project.events()).toEqual(["read no date ran"]);
  });

  test("goes on with the same run and the same events after a failure", async () => {
    producer("writes", listings);
    consumer("reads", named(listings), 'if (existsSync("mended")) succeed(input); else fail("broken")');
    const { exitCode, stdout } = await project.windsock(["run", "writes"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("go on with: npx windsock run reads --resume");
    project.write("mended", "");
    expect(await project.windsock(["run", "reads", "--resume"])).toMatchObject({ exitCode: 0 });
    const begun = project.journal("reads").filter(({ kind }) => kind === "begin");
    expect(new Set(begun.map((record) => String(record.runIds))).size).toBe(1);
    expect(inputs("reads").at(-1)).toMatchObject({ listings: [{}, {}, {}] });
  });
});

describe("an alias", () => {
  const exports: AssetCondition = { kind: "alias", name: "exports" };
  const said = (uri: string) => `{ outlet: "alias:exports", asset: { uri: "${uri}" }, extra: { day: ds } }`;
  const through = (dagId: string, uri: string) =>
    project.dag(dagId, { write: { run: `succeed(null, [${said(uri)}])`, aliases: ["exports"] } });

  test("starts what is scheduled on it, and on the asset that a task has updated through it", async () => {
    through("writes", listings);
    consumer("reads", exports);
    consumer("reads_asset", named(listings));
    await project.windsock(["run", "writes", "--to", "2021-07-02"]);
    const update = { uri: listings, extra: { day: "2021-07-02" }, sourceDagId: "writes" };
    expect(inputs("reads")).toMatchObject([{ listings: [update] }]);
    expect(inputs("reads_asset")).toMatchObject([{ listings: [update] }]);
    const [record] = project.read("out/state/assets.log").split("\n");
    expect(JSON.parse(record ?? "")).toMatchObject({ uri: listings, aliases: ["exports"] });
  });

  test("has an asset from the first update on, and none before", async () => {
    producer("writes_asset", listings);
    consumer("reads", exports);
    await project.windsock(["run", "writes_asset", "--to", "2021-07-02"]);
    expect(project.events()).toEqual([]);
    through("writes", listings);
    await project.windsock(["run", "writes", "--to", "2021-07-02"]);
    await project.windsock(["run", "writes_asset", "--to", "2021-07-02"]);
    expect(inputs("reads")).toHaveLength(2);
  });

  test("has as events those that were made through it", async () => {
    producer("writes_asset", listings);
    through("writes", prices);
    const input: Expression = { kind: "inlet_events", uri: "alias:exports", path: [], ascending: true };
    project.dag("looks", { look: { run: "succeed(input.map(({ uri }) => uri))", input } });
    for (const dagId of ["writes_asset", "writes", "looks"]) {
      await project.windsock(["run", dagId, "--to", "2021-07-02"]);
    }
    expect(inputs("looks")).toEqual([[prices]]);
  });
});

describe("the events of an inlet", () => {
  const wanted: Omit<ExpressionOf<"inlet_events">, "kind" | "uri" | "path"> = { ascending: true };
  function reader(which: Partial<typeof wanted>) {
    const input: Expression = { kind: "inlet_events", uri: listings, path: [], ...wanted, ...which };
    project.dag("looks", { look: { run: "succeed(input.map(({ extra }) => extra.day))", input } });
  }

  test("are all that there were, in any run", async () => {
    producer("writes", listings);
    producer("elsewhere", prices);
    reader({});
    await project.windsock(["run", "writes", "--jobs", "1"]);
    await project.windsock(["run", "elsewhere"]);
    await project.windsock(["run", "looks", "--to", "2021-07-02"]);
    expect(inputs("looks")).toEqual([["2021-07-02", "2021-07-03", "2021-07-04"]]);
  });

  test("are so many, the last one first", async () => {
    producer("writes", listings);
    reader({ ascending: false, limit: 2 });
    await project.windsock(["run", "writes", "--jobs", "1"]);
    await project.windsock(["run", "looks", "--to", "2021-07-02"]);
    expect(inputs("looks")).toEqual([["2021-07-04", "2021-07-03"]]);
  });

  test("are those of a time, which a run may know", async () => {
    producer("writes", listings);
    // The events are of now, and the interval is long past.
    reader({ before: { kind: "run", field: "data_interval_end" } });
    await project.windsock(["run", "writes", "--jobs", "1"]);
    await project.windsock(["run", "looks", "--to", "2021-07-02"]);
    reader({ after: { kind: "run", field: "data_interval_end" } });
    await project.windsock(["run", "looks", "--to", "2021-07-02"]);
    expect(inputs("looks").map((days) => (days as string[]).length)).toEqual([0, 3]);
  });
});

describe("updates", () => {
  test("wait for the next runner when this one shall trigger nothing", async () => {
    producer("writes", listings);
    consumer("reads", named(listings));
    await project.windsock(["run", "writes", "--no-trigger"]);
    expect(project.events()).toEqual([]);
    await project.windsock(["run", "writes", "--to", "2021-07-02"]);
    expect(inputs("reads")).toMatchObject([{ listings: [{}, {}, {}, {}] }]);
  });

  test("are told to each DAG once", async () => {
    producer("writes", listings);
    producer("elsewhere", prices);
    consumer("reads", named(listings));
    await project.windsock(["run", "writes"]);
    await project.windsock(["run", "elsewhere"]);
    expect(project.events()).toEqual(["read no date ran"]);
  });

  test("of all assets, over several runners, satisfy a schedule on all of them", async () => {
    producer("writes", listings);
    producer("elsewhere", prices);
    consumer("reads", { kind: "all", of: [named(listings), named(prices)] });
    await project.windsock(["run", "writes"]);
    expect(project.events()).toEqual([]);
    await project.windsock(["run", "elsewhere"]);
    expect(project.events()).toEqual(["read no date ran"]);
  });

  test("of one asset satisfy a schedule on any of them", async () => {
    producer("elsewhere", prices);
    consumer("reads", { kind: "any", of: [named(listings), named(prices)] });
    await project.windsock(["run", "elsewhere"]);
    expect(project.events()).toEqual(["read no date ran"]);
  });

  test("lead from DAG to DAG, and a circle of DAGs comes to an end", async () => {
    producer("writes", listings);
    for (const [dagId, on, outlet] of [
      ["first", listings, prices],
      ["second", prices, listings],
    ] as const) {
      project.dag(
        dagId,
        { step: { run: `note("${dagId}"); succeed()`, outlets: [outlet] } },
        { schedule: { kind: "assets", condition: named(on) }, startDate: undefined, endDate: undefined },
      );
    }
    expect(await project.windsock(["run", "writes"])).toMatchObject({ exitCode: 0 });
    expect(project.events()).toEqual(["step no date first", "step no date second"]);
  });

  test("survive a runner that dies while it writes them down", async () => {
    producer("writes", listings);
    consumer("reads", named(listings));
    await project.windsock(["run", "writes", "--no-trigger"]);
    project.write("out/state/assets.log", `${project.read("out/state/assets.log")}{"kind":"upd`);
    await project.windsock(["run", "writes", "--to", "2021-07-02"]);
    expect(inputs("reads")).toMatchObject([{ listings: [{}, {}, {}, {}] }]);
  });

  test("that cannot be read are told with file and line", async () => {
    producer("writes", listings);
    project.write("out/state/assets.log", "garbage\n");
    const { exitCode, stderr } = await project.windsock(["run", "writes"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/out\/state\/assets\.log, line 1, is not a record of an asset's updates\./);
  });
});
