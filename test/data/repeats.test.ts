import { expect, test } from "vitest";
import { fingerprint } from "../../src/data/repeats/fingerprint.ts";
import { KeyFilter } from "../../src/data/repeats/key-filter.ts";
import { NumberSet } from "../../src/data/repeats/number-set.ts";

test("Fingerprints of similar bytes spread over all their bits", () => {
  const high = new Set<number>();
  const low = new Set<number>();
  for (let number = 0; number < 4096; number++) {
    const print = fingerprint(Buffer.from(`${number}`));
    high.add(Math.floor(print / 2 ** 40));
    low.add(print % 4096);
  }
  // Of 4096 random draws from 4096 values, 63 % differ.
  expect(high.size).toBeGreaterThan(2450);
  expect(low.size).toBeGreaterThan(2450);
});

test("A filter never forgets a key, and takes few others for one", () => {
  const filter = new KeyFilter(1000);
  for (let key = 0; key < 1000; key++) filter.add(key * 7919);
  for (let key = 0; key < 1000; key++) expect(filter.mayHave(key * 7919)).toBe(true);
  const others = Array.from({ length: 1000 }, (_, key) => key * 7919 + 1);
  expect(others.filter((key) => filter.mayHave(key)).length).toBeLessThan(150);
});

test("A set of numbers has those that were added", () => {
  const lines = new NumberSet();
  const added = [0, 1, 31, 32, 32_767, 32_768, 5_000_000_000];
  for (const line of added) lines.add(line);
  for (const line of added) expect(lines.has(line)).toBe(true);
  for (const line of [2, 30, 33, 32_766, 32_769, 5_000_000_001, 1e12]) expect(lines.has(line)).toBe(false);
});
