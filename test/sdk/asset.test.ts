// What an asset is made with, what is wrong with it, and what DAGs mean by it together.
import { describe, expect, test } from "vitest";
import { runDag } from "windsock/testing";
import * as z from "zod";
import { checkDeclaredAssets } from "../../src/compiler/check/check-declared-assets.ts";
import type { AssetDescription } from "../../src/model/dag/dag-description.ts";
import type { JsonValue } from "../../src/model/json.ts";
import { checkAssets } from "../../src/model/validate/validate-assets.ts";
import { checkAssetTargets } from "../../src/model/validate/validate-targets.ts";
import { type AnyAsset, type AssetWatcher, asset, assetAlias } from "../../src/sdk/asset.ts";
import { inlet_events, triggering_asset_events } from "../../src/sdk/asset-events.ts";
import { Dag } from "../../src/sdk/dag.ts";
import { describeDag } from "../../src/sdk/describe/describe-dag.ts";
import { data_interval_end } from "../../src/sdk/expressions.ts";
import type { OutletEvents } from "../../src/sdk/outlet-events.ts";
import { toExpression } from "../../src/sdk/reference.ts";
import type { TaskArgs } from "../../src/sdk/task-handler.ts";

const position = { file: "dags-ts/a.ts", line: 3, column: 1 };

function described(...assets: readonly AnyAsset[]) {
  const dag = new Dag("a");
  dag.empty("write", { inlets: assets });
  return describeDag(dag, () => position);
}
const models = (...assets: readonly AnyAsset[]): readonly AssetDescription[] => described(...assets).assets;
const problems = (...assets: readonly AnyAsset[]) =>
  checkAssets(described(...assets)).map(({ message }) => message);
const together = (...assets: readonly AnyAsset[]) =>
  checkDeclaredAssets([described(...assets)]).map(({ message }) => message);

test("an asset has its URI for its name where it has no other, and its name for its URI", () => {
  expect(asset("s3://shop/x")).toMatchObject({ uri: "s3://shop/x", name: "s3://shop/x" });
  expect(asset({ name: "report" })).toMatchObject({ uri: "report", name: "report" });
  const [model] = models(asset({ name: "x", uri: "s3://shop/x", group: "shop", extra: { rows: 3 } }));
  expect(model?.asset).toEqual({
    ...{ kind: "asset", uri: "s3://shop/x", name: "x" },
    ...{ group: "shop", extra: { rows: 3 } },
  });
});

test("an asset's URI is what Airflow makes of it", () => {
  expect(asset("s3://lake")).toMatchObject({ uri: "s3://lake/", name: "s3://lake" });
});

test("an asset without a URI and a name is none, and neither is one with something else", () => {
  expect(() => asset({} as never)).toThrow("An asset has a URI, a name or both");
  expect(() => asset({ nmae: "x" } as never)).toThrow("An asset has no nmae. Did you mean name?");
});

test("names that Airflow refuses are problems", () => {
  expect(problems(asset({ name: " " }))).toEqual(["An asset's name is empty."]);
  expect(problems(asset({ name: "self" }))).toEqual([
    'The name of asset "self" is one that Airflow reserves. Give it another one.',
  ]);
  expect(problems(asset({ name: "s3://x/y" }))).toEqual([
    'The name of asset "s3://x/y" would be read as its URI, for it has no other. Give it a uri as well.',
  ]);
  expect(problems(asset({ name: "x", uri: "listings of today" }))[0]).toContain("is not a URI");
  expect(problems(asset({ uri: "s3://x/y", group: "" }))[0]).toContain("has no text");
  expect(problems(asset({ uri: "s3://x/y", accessControl: { allowGlobl: true } as never }))[0]).toContain(
    "has an accessControl that is none",
  );
  expect(problems(asset("s3://x/y"), asset({ name: "daily report" }))).toEqual([]);
});

test("watchers have a class with its module, and names of their own", () => {
  const watched = (...watchers: AssetWatcher[]) => asset({ name: "flag", watchers });
  const trigger = {
    className: "airflow.providers.standard.triggers.file.FileDeleteTrigger",
    args: { filepath: "/f" },
  };
  expect(models(watched({ name: "w", trigger }))[0]?.asset).toEqual({
    ...{ kind: "asset", uri: "flag" },
    watchers: [{ name: "w", ...trigger }],
  });
  expect(problems(watched({ name: "w", trigger }, { name: "v", trigger }))).toEqual([]);
  expect(problems(watched({ name: "w", trigger }, { name: "w", trigger }))).toEqual([
    'Asset "flag" has a watcher "w" twice. Give one of them another name.',
  ]);
  expect(
    problems(watched({ name: "", trigger: { className: "FileDeleteTrigger", args: { "a b": 1 } } })),
  ).toEqual([
    'Asset "flag" has a watcher without a name.',
    expect.stringContaining(
      'Asset "flag" has a watcher "" with the class "FileDeleteTrigger". Write its module',
    ),
    'Asset "flag" has a watcher "" with an argument "a b", no Python name.',
  ]);
  expect(checkAssetTargets(models(watched({ name: "w", trigger })), ["2.11"])).toHaveLength(1);
  expect(() =>
    models(watched({ name: "w", trigger: { ...trigger, args: { at: new Date(0) as never } } })),
  ).toThrow("args.at is a Date");
});

test("what datasets of Airflow 2 do not have is a problem where the DAGs are for it", () => {
  const named = models(asset({ name: "x", uri: "s3://x/y", group: "g", accessControl: {} }));
  const found = (targets: readonly string[]) =>
    checkAssetTargets(named, targets as never).map(({ message }) => message);
  expect(found(["2.11", "3.3"])).toEqual([
    expect.stringContaining('Asset "s3://x/y" has a name, "x", which Airflow has since 3.0'),
    expect.stringContaining('Asset "s3://x/y" has a group, which Airflow has since 3.0'),
    expect.stringContaining('Asset "s3://x/y" has an accessControl, which Airflow has since 3.3'),
  ]);
  expect(found(["3.3"])).toEqual([]);
  const old = models(asset("s3://lake"), asset({ name: "report", extra: { owner: "sales" } }));
  expect(checkAssetTargets(old, ["2.10"])).toEqual([]);
});

test("an asset is the same wherever it is declared", () => {
  const other = (what: string) => [
    `Asset "s3://x/y" is declared with another ${what} at dags-ts/a.ts:3. Declare it once, in a module that its DAGs share.`,
  ];
  expect(together(asset("s3://x/y"), asset("s3://x/y"))).toEqual([]);
  expect(together(asset("s3://x/y"), asset({ name: "n", uri: "s3://x/y" }))).toEqual(other("name"));
  expect(together(asset("s3://x/y"), asset({ uri: "s3://x/y", group: "g" }))).toEqual(other("group"));
  expect(together(asset("s3://x/y"), asset({ uri: "s3://x/y", extra: { a: 1 } }))).toEqual(other("extra"));
  expect(together(asset("s3://x/y"), asset("s3://x/y", z.object({})))).toEqual(other("schema"));
  // To Airflow these are two names of one URI.
  expect(together(asset("s3://lake"), asset("s3://lake/"))).toHaveLength(1);
});

test("no two assets have the same name", () => {
  const two = together(asset({ name: "n", uri: "s3://x/a" }), asset({ name: "n", uri: "s3://x/b" }));
  expect(two).toEqual([
    'Asset "s3://x/b" has the name "n", which is that of asset "s3://x/a" at dags-ts/a.ts:3. Give one of them another name.',
  ]);
});

describe("the events of an inlet", () => {
  const listings = asset("s3://shop/listings", z.object({ rows: z.int() }));

  test("are an expression", () => {
    const some = inlet_events(listings, { after: "2026-01-01", before: data_interval_end, limit: 3 })[0].extra
      .rows;
    expect(toExpression(some)).toEqual({
      ...{ kind: "inlet_events", uri: "s3://shop/listings", path: [0, "extra", "rows"] },
      ...{ after: { kind: "literal", value: "2026-01-01T00:00:00.000Z" }, ascending: true, limit: 3 },
      before: { kind: "run", field: "data_interval_end" },
    });
  });

  test("are of instants, and some", () => {
    expect(() => inlet_events(listings, { after: "yesterday" })).toThrow(
      'after of inlet_events is "yesterday"',
    );
    expect(() => inlet_events(listings, { limit: 0 })).toThrow("The limit of inlet_events is 0.");
  });

  test("are those of one of the task's inlets", () => {
    const dag = new Dag("a");
    dag.task("look", () => 1)({ rows: inlet_events(listings)[0].extra.rows } as never);
    expect(checkAssets(describeDag(dag, () => position)).map(({ message }) => message)).toEqual([
      'Task "look" reads the events of asset "s3://shop/listings", which is none of its inlets. Add it to the task\'s ' +
        "options: { inlets: [...] }.",
    ]);
  });
});

describe("an event that does not carry what its asset's schema says", () => {
  const listings = asset("s3://shop/listings", z.object({ rows: z.int() }));
  const read = (given: unknown) => {
    const dag = new Dag("reads", { schedule: listings });
    dag.task("sum", () => 1, { inlets: [listings], retries: 2 })(given as never);
    return dag;
  };
  const updates = (rows: unknown) => [
    { uri: "s3://shop/listings", extra: { rows: 3 } },
    { uri: "s3://shop/listings", extra: { rows } as JsonValue, timestamp: "2026-01-01T06:00:00Z" },
  ];

  test("fails the task that reads it, without another try, and is named", async () => {
    const dag = read({ all: triggering_asset_events(listings) });
    const { state, error, tasks } = await runDag(dag, { triggeredBy: updates("three") });
    expect([state, tasks.sum?.tries]).toEqual(["failed", 1]);
    expect(error?.message).toContain(
      "The event of asset s3://shop/listings, 2026-01-01T06:00:00Z by no task, does not carry what the asset's schema says",
    );
    expect((await runDag(dag, { triggeredBy: updates(4) })).state).toBe("success");
  });

  test("is one of an inlet as well, and a part of one", async () => {
    const { error } = await runDag(read({ all: inlet_events(listings) }), { inletEvents: updates(null) });
    expect(error?.message).toContain("The event of asset s3://shop/listings, 2026-01-01T06:00:00Z");
    const last = read({ rows: [inlet_events(listings)[1].extra.rows] });
    expect((await runDag(last, { inletEvents: updates(1.5) })).error?.message).toContain(
      "The event of asset s3://shop/listings, number 1, does not carry",
    );
    expect((await runDag(last, { inletEvents: updates(1) })).tasks.sum?.input).toEqual({ rows: [1] });
  });
});

describe("what a task says of its outlets", () => {
  const exports = assetAlias("exports", z.object({ rows: z.int() }));
  const listings = asset("s3://shop/listings", z.object({ rows: z.int() }));
  const writes = (
    write: (events: OutletEvents) => void,
    outlets: readonly never[] = [exports, listings] as never[],
  ) => {
    const dag = new Dag("writes");
    dag.task("write", ({ outletEvents }) => write(outletEvents), { outlets })();
    return runDag(dag);
  };

  test("is what their events carry, and which assets an alias is for", async () => {
    const { assetUpdates } = await writes((events) => {
      events.add(exports, asset("s3://lake"), { rows: 3 });
      events.add(exports, asset("s3://lake/"), { rows: 3 });
      events.add(exports, asset("s3://lake/"), { rows: 4 });
      events.set(listings, { rows: 7 });
      events.set(listings, { rows: 8 });
    });
    expect(assetUpdates).toEqual([
      { uri: "s3://shop/listings", extra: { rows: 8 } },
      { uri: "s3://lake/", extra: { rows: 3 }, aliases: ["exports"] },
      { uri: "s3://lake/", extra: { rows: 4 }, aliases: ["exports"] },
    ]);
    const reads = new Dag("reads", { schedule: exports });
    reads.task(
      "look",
      ({ input }: TaskArgs<{ rows: number }>) => input.rows,
    )({
      rows: triggering_asset_events(exports)[1].extra.rows,
    });
    const triggeredBy = assetUpdates.filter(({ aliases }) => aliases !== undefined);
    expect((await runDag(reads, { triggeredBy })).tasks.look?.output).toBe(4);
  });

  test.each<[string, Parameters<typeof writes>[0], string]>([
    [
      "no outlet",
      (events) => events.add(assetAlias("other"), listings),
      "of alias:other, which is none of its outlets",
    ],
    ["no object", (events) => events.set(listings, 3 as never), "of s3://shop/listings is no object"],
    [
      "a Date",
      (events) => events.set(listings, { rows: new Date(0) } as never),
      "s3://shop/listings: extra.rows is a Date",
    ],
    [
      "another type",
      (events) => events.add(exports, listings, { rows: "3" } as never),
      "of alias:exports does not fit its schema",
    ],
  ])("fails the task when it is %s", async (_, write, message) => {
    const { state, error } = await writes(write);
    expect(state).toBe("failed");
    expect(error?.message).toContain(message);
  });

  test("counts in a try that succeeds alone", async () => {
    const dag = new Dag("writes");
    dag.task(
      "write",
      ({ outletEvents, context }) => {
        outletEvents.add(exports, asset("s3://lake/a"), { rows: context.tryNumber });
        if (context.tryNumber === 1) throw new Error("once");
      },
      { outlets: [exports], retries: 1 },
    )();
    expect((await runDag(dag)).assetUpdates).toMatchObject([{ extra: { rows: 2 } }]);
  });

  test("aliases have names, and one schema each", () => {
    expect(problems(assetAlias("") as never)).toEqual(["The name of an asset alias is empty."]);
    expect(together(exports as never, assetAlias("exports") as never)).toEqual([
      expect.stringContaining('Asset "alias:exports" is declared with another schema'),
    ]);
  });
});
