import { expect, test } from "vitest";
import { checkUnpacked } from "../../../../src/hooks/object-store/packed/unpack-limits.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

test("a file may unpack to 200 times its size, to more when it stays small, and to 64 GiB at most", () => {
  expect(() => checkUnpacked(64 * MiB, 1)).not.toThrow();
  expect(() => checkUnpacked(200 * MiB, MiB)).not.toThrow();
  expect(() => checkUnpacked(200 * MiB + 1, MiB)).toThrow("more than 200 times its size");
  expect(() => checkUnpacked(64 * GiB, 32 * GiB)).not.toThrow();
  expect(() => checkUnpacked(64 * GiB + 1, 32 * GiB)).toThrow("more than the 64 GiB that are allowed");
});
