import { expect, test } from "vitest";
import { AssetCondition, assetsIn, isMet } from "../../../src/model/dag/asset.ts";

const [a, b, c] = ["s3://x/a", "s3://x/b", "s3://x/c"].map((uri) => ({ kind: "asset" as const, uri }));
const condition = { kind: "all", of: [a, { kind: "any", of: [b, c, a] }] } as AssetCondition;

test("a condition is read back at any depth, and another kind is refused", () => {
  expect(AssetCondition.parse(condition)).toEqual(condition);
  const wrong = { kind: "all", of: [{ kind: "none", of: [a] }] };
  expect(AssetCondition.safeParse(wrong).success).toBe(false);
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
