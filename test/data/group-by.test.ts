import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../src/data/group/group.ts";
import { GroupBy } from "../../src/data/group/group-by.ts";

function groupsOf(groups: GroupBy): Group[] {
  const found: Group[] = [];
  const cursor = groups.groups();
  while (cursor.next()) {
    const { key, tag, count, sum } = cursor;
    found.push({ key, tag, count, sum });
  }
  return found;
}

/** The slow and obvious way. */
function expectedGroups(values: readonly Group[]): Group[] {
  const groups = new Map<number, Group>();
  for (const { key, tag, count, sum } of values) {
    const before = groups.get(key) ?? { key, tag, count: 0, sum: 0 };
    groups.set(key, { ...before, count: before.count + count, sum: before.sum + sum });
  }
  return [...groups.values()].sort((a, b) => a.key - b.key);
}

const usual = fc.record({
  key: fc.oneof(fc.nat(20), fc.nat(2 ** 28 + 100), fc.integer({ min: 2 ** 28 - 3, max: 2 ** 28 + 3 })),
  tag: fc.nat(3),
  count: fc.nat(1),
  sum: fc.oneof(fc.nat(50), fc.integer({ min: 2 ** 15 - 2, max: 2 ** 15 - 1 })),
});
const unusual = fc.record({
  key: fc.oneof(fc.nat(20), fc.nat(), fc.maxSafeNat()),
  tag: fc.nat(3),
  count: fc.integer({ min: -5, max: 2 ** 20 }),
  sum: fc.oneof(
    fc.nat(300),
    fc.nat(2 ** 31 - 1),
    fc.nat(2 ** 31 - 1).map((sum) => sum * 2 ** 17),
  ),
});

const values = fc.oneof(
  fc.array(usual, { maxLength: 200 }),
  fc.array(unusual, { maxLength: 100 }),
  fc.array(fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: unusual }), { maxLength: 200 }),
);

describe("values under keys", () => {
  test.each([
    ["in memory", { batch: 16, memory: 2 ** 20 }],
    ["on disk, and many times", { batch: 4, memory: 20 }],
    ["on disk in part", { batch: 8, memory: 200 }],
    ["on disk after some hundred", { batch: 8, memory: 2000 }],
  ])("are added up exactly and in order: %s", (_, options) => {
    fc.assert(
      fc.property(values, (values) => {
        const groups = new GroupBy(options);
        for (const { key, tag, count, sum } of values) groups.add(key, tag, count, sum);
        expect(groupsOf(groups)).toEqual(expectedGroups(values));
        groups.close();
      }),
    );
  });

  test("may be gone through again, and be followed by more", () => {
    const groups = new GroupBy({ batch: 4, memory: 10 });
    for (let key = 0; key < 50; key++) groups.add(key, 0, 1, key);
    expect(groupsOf(groups)).toEqual(groupsOf(groups));
    groups.add(7, 3, 1, 1);
    expect(groupsOf(groups)[7]).toEqual({ key: 7, tag: 0, count: 2, sum: 8 });
    groups.close();
  });

  test("are added up in any number, in a bucket and beyond", () => {
    const groups = new GroupBy();
    for (let round = 1; round <= 3; round++) {
      for (let key = 0; key < 400_000; key++) groups.add(key % 70_000, round, 1, 2);
    }
    const found = groupsOf(groups);
    // 400,000 keys go around five times, and the first 50,000 once more.
    expect(found).toEqual(
      Array.from({ length: 70_000 }, (_, key) => {
        const count = key < 50_000 ? 18 : 15;
        return { key, tag: 1, count, sum: count * 2 };
      }),
    );
    groups.close();
  });

  test("are read back from disk where one run is larger than what is read at a time", () => {
    const groups = new GroupBy({ memory: 1 });
    for (let key = 0; key < 200_000; key++) groups.add(key * 1_000_003, 1, 1, key);
    const found = groupsOf(groups);
    expect(found).toHaveLength(200_000);
    expect(found.every(({ key, sum }, index) => key === index * 1_000_003 && sum === index)).toBe(true);
    groups.close();
  });
});
