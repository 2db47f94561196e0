// Assets as the Python that makes them in Airflow.
import { expect, test } from "vitest";
import { assetCondition } from "../../../src/compiler/emit/emit-assets.ts";
import { layOut } from "../../../src/compiler/emit/python-layout.ts";
import type { AssetCondition } from "../../../src/model/dag/asset.ts";

test.each<[AssetCondition, string]>([
  [{ kind: "asset", uri: "s3://a/b" }, 'Asset(uri="s3://a/b")'],
  // Airflow makes the slash itself, and takes the URI as it is written for the name.
  [{ kind: "asset", uri: "s3://a/", name: "s3://a" }, 'Asset(uri="s3://a")'],
  [{ kind: "asset", uri: "s3://a/b", name: "b" }, 'Asset(name="b", uri="s3://a/b")'],
  [{ kind: "asset", uri: "report", group: "shop" }, 'Asset(uri="report", group="shop")'],
  [
    { kind: "asset", uri: "s3://a/b", extra: { n: 3, on: true } },
    'Asset(uri="s3://a/b", extra={"n": 3, "on": True})',
  ],
  [
    { kind: "asset", uri: "a", accessControl: { producerTeams: ["b"], allowGlobal: false } },
    'Asset(uri="a", access_control=AssetAccessControl(producer_teams=["b"], allow_global=False))',
  ],
  [
    { kind: "asset", uri: "a", watchers: [{ name: "w", className: "m.C", args: { path: "/f" } }] },
    'Asset(uri="a", watchers=[asset_watcher("w", "m.C", {"path": "/f"})])',
  ],
  [{ kind: "any", of: [{ kind: "alias", name: "b" }] }, 'AssetAny(AssetAlias(name="b"))'],
])("%j", (condition, python) => {
  expect(layOut(assetCondition(condition), 0, -1000, 0)).toBe(python);
});
