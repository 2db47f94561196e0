import { expect, test } from "vitest";
import {
  type AssetCondition,
  assetsIn,
  isMet,
  normalizedUri,
  ownName,
} from "../../../src/model/dag/asset.ts";
import { assetConditionSchema } from "../../../src/model/dag/asset-schema.ts";

const [a, b, c] = ["s3://x/a", "s3://x/b", "s3://x/c"].map((uri) => ({ kind: "asset" as const, uri }));
const condition = { kind: "all", of: [a, { kind: "any", of: [b, c, a] }] } as AssetCondition;

test("a condition is read back at any depth, and another kind is refused", () => {
  expect(assetConditionSchema.parse(condition)).toEqual(condition);
  const wrong = { kind: "all", of: [{ kind: "none", of: [a] }] };
  expect(assetConditionSchema.safeParse(wrong).success).toBe(false);
});

test("a condition names each of its assets once", () => {
  expect(assetsIn(condition)).toEqual(["s3://x/a", "s3://x/b", "s3://x/c"]);
});

test("`all` wants every part of it, `any` one", () => {
  const met = (...uris: string[]) => isMet(condition, new Set(uris));
  expect(met("s3://x/a")).toBe(true);
  expect(met("s3://x/b", "s3://x/c")).toBe(false);
  expect(isMet({ kind: "any", of: [] }, new Set())).toBe(false);
  expect(isMet({ kind: "all", of: [] }, new Set())).toBe(true);
});

test("a URI that names no more than a place is that of its root, as Airflow keeps it", () => {
  expect(normalizedUri("s3://bucket")).toBe("s3://bucket/");
  expect(normalizedUri("asset://x?a=1")).toBe("asset://x/?a=1");
  expect(normalizedUri("x-own://place")).toBe("x-own://place");
  expect(normalizedUri("s3://bucket/key")).toBe("s3://bucket/key");
  expect(normalizedUri("daily report")).toBe("daily report");
});

test("an asset has a name of its own where that is not its URI, however that is written", () => {
  expect(ownName({ kind: "asset", uri: "s3://x/" })).toBeUndefined();
  expect(ownName({ kind: "asset", uri: "s3://x/", name: "s3://x" })).toBeUndefined();
  expect(ownName({ kind: "asset", uri: "s3://x/", name: "x" })).toBe("x");
});
