// What an asset is made with, what is wrong with it, and what DAGs mean by it together.
import { expect, test } from "vitest";
import * as z from "zod";
import { checkDeclaredAssets } from "../../src/compiler/check/check-declared-assets.ts";
import type { AssetDescription } from "../../src/model/dag/dag-description.ts";
import { checkAssets } from "../../src/model/validate/validate-assets.ts";
import { checkAssetTargets } from "../../src/model/validate/validate-targets.ts";
import { type AnyAsset, asset } from "../../src/sdk/asset.ts";
import { Dag } from "../../src/sdk/dag.ts";
import { describeDag } from "../../src/sdk/describe/describe-dag.ts";

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
