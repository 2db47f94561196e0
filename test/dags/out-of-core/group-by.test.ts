import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../../dags-ts/out-of-core/group.ts";
import { GroupBy } from "../../../dags-ts/out-of-core/group-by.ts";

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

const value = fc.record({
  key: fc.oneof(fc.nat(20), fc.nat(), fc.maxSafeNat()),
  tag: fc.nat(3),
  count: fc.integer({ min: -5, max: 2 ** 20 }),
  sum: fc.oneof(
    fc.nat(300),
    fc.nat(2 ** 31 - 1),
    fc.nat(2 ** 31 - 1).map((sum) => sum * 2 ** 17),
  ),
});

describe("values under keys", () => {
  test.each([
    ["in memory", { batch: 16, memory: 2 ** 20 }],
    ["on disk, and many times", { batch: 4, memory: 20 }],
    ["on disk in part", { batch: 8, memory: 200 }],
  ])("are added up exactly and in order: %s", (_, options) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 100 }), (values) => {
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

  test("are read back from disk where one run is larger than what is read at a time", () => {
    const groups = new GroupBy({ memory: 1 });
    for (let key = 0; key < 200_000; key++) groups.add(key * 1_000_003, 1, 1, key);
    const found = groupsOf(groups);
    expect(found).toHaveLength(200_000);
    expect(found.every(({ key, sum }, index) => key === index * 1_000_003 && sum === index)).toBe(true);
    groups.close();
  });
});
